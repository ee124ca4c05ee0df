//! As responses of actix.

use actix_web::body::BoxBody;
use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_TYPE, RETRY_AFTER};
use actix_web::{HttpResponse, ResponseError};

use super::Problem;
use crate::DatabaseError;

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        // A status that is none is the service's own mistake.
        StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    fn error_response(&self) -> HttpResponse<BoxBody> {
        let mut response = HttpResponse::build(self.status_code());
        response.insert_header((CONTENT_TYPE, super::CONTENT_TYPE));
        if let Some(seconds) = self.retry_after {
            response.insert_header((RETRY_AFTER, seconds));
        }
        response.body(self.to_json())
    }
}

impl ResponseError for DatabaseError {
    fn status_code(&self) -> StatusCode {
        self.problem().status_code()
    }

    fn error_response(&self) -> HttpResponse<BoxBody> {
        self.problem().error_response()
    }
}

#[cfg(feature = "verify")]
impl ResponseError for crate::verify::VerifyError {
    fn status_code(&self) -> StatusCode {
        self.problem().status_code()
    }

    fn error_response(&self) -> HttpResponse<BoxBody> {
        self.problem().error_response()
    }
}

#[cfg(test)]
mod tests {
    use actix_web::ResponseError;

    use crate::problem::Problem;
    use crate::{DatabaseError, SqlState};

    #[test]
    fn a_response_has_status_type_and_when_to_come_again() {
        let response = DatabaseError::from(SqlState::DEADLOCK_DETECTED).error_response();
        assert_eq!(response.status(), 503);
        let header = |name| {
            response
                .headers()
                .get(name)
                .and_then(|value| value.to_str().ok())
        };
        assert_eq!(header("content-type"), Some("application/problem+json"));
        assert_eq!(header("retry-after"), Some("1"));
        let response = Problem::new(77).error_response();
        assert_eq!(response.status(), 500);
        assert!(!response.headers().contains_key("retry-after"));
        #[cfg(feature = "verify")]
        {
            let error = DatabaseError::from(SqlState::TOO_MANY_CONNECTIONS);
            let response = crate::verify::VerifyError::from(error).error_response();
            assert_eq!(response.status(), 503);
        }
    }
}
