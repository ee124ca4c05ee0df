//! The crate `geo-types`.

holds! {
    ::geo_types::LineString<f64> => path;
    ::geo_types::Point<f64> => point;
    ::geo_types::Rect<f64> => r#box;
}
