//! The crate `pgvector`.

holds! {
    ::pgvector::Bit => bit;
    ::pgvector::HalfVector => halfvec;
    ::pgvector::SparseVector => sparsevec;
    ::pgvector::Vector => vector;
}
