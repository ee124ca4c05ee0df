//! The harness itself: what the live tests rely on.

use schema_tests::{newest, servers};

#[test]
fn every_server_is_of_its_major() {
    for server in servers() {
        let row = server
            .client("postgres")
            .query_one(
                "SELECT current_setting('server_version_num')::int / 10000",
                &[],
            )
            .expect("the server answers");
        assert_eq!(row.get::<_, i32>(0).unsigned_abs(), server.major);
    }
}

#[test]
fn databases_are_apart() {
    let (one, two) = (
        newest().database("CREATE TABLE t ()"),
        newest().database("CREATE TABLE t ()"),
    );
    assert_ne!(one.name, two.name);
}
