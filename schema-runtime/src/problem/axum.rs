//! As responses of axum.

use axum_core::response::{IntoResponse, Response};
use http::header::{CONTENT_TYPE, RETRY_AFTER};
use http::{HeaderValue, StatusCode};

use super::Problem;
use crate::DatabaseError;

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        // A status that is none is the service's own mistake.
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, self.to_json()).into_response();
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(super::CONTENT_TYPE));
        if let Some(seconds) = self.retry_after {
            headers.insert(RETRY_AFTER, seconds.into());
        }
        response
    }
}

impl IntoResponse for DatabaseError {
    fn into_response(self) -> Response {
        self.problem().into_response()
    }
}

#[cfg(feature = "verify")]
impl IntoResponse for crate::verify::VerifyError {
    fn into_response(self) -> Response {
        self.problem().into_response()
    }
}

#[cfg(test)]
mod tests {
    use axum_core::response::IntoResponse;

    use crate::problem::Problem;
    use crate::{DatabaseError, SqlState};

    #[test]
    fn a_response_has_status_type_and_when_to_come_again() {
        let response = DatabaseError::from(SqlState::DEADLOCK_DETECTED).into_response();
        assert_eq!(response.status(), 503);
        assert_eq!(
            response.headers()["content-type"],
            "application/problem+json"
        );
        assert_eq!(response.headers()["retry-after"], "1");
        let response = Problem::new(77).into_response();
        assert_eq!(response.status(), 500);
        assert!(!response.headers().contains_key("retry-after"));
        #[cfg(feature = "verify")]
        {
            let error = DatabaseError::from(SqlState::TOO_MANY_CONNECTIONS);
            let response = crate::verify::VerifyError::from(error).into_response();
            assert_eq!(response.status(), 503);
            assert_eq!(response.headers()["retry-after"], "5");
        }
    }
}
