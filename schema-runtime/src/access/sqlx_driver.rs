//! Statements on sqlx, in each of its versions.

macro_rules! sqlx {
    ($version:ident $Sqlx:ident $core:ident $postgres:ident $dynamic:path) => {
        pub mod $version {
            //! Statements on sqlx.

            use alloc::boxed::Box;
            use alloc::string::String;
            use core::future::Future;
            use core::marker::PhantomData;

            use $core::acquire::Acquire;
            use $core::arguments::Arguments as _;
            use $core::column::Column as _;
            use $core::error::BoxDynError;
            use $core::row::Row as _;
            use $core::type_info::TypeInfo as _;
            use $core::types::{Json as AsJson, Type};
            use $core::{decode, encode};
            use $postgres::{
                PgArgumentBuffer, PgArguments, PgExecutor, PgRow, PgTypeInfo, Postgres,
            };

            use crate::access::driver::{
                Arguments, ChangedJson, Column, Domains, Driver, Encode, Give, GiveAway, Json,
                NullableJson, OfDomain, ToInsert,
            };
            use crate::access::output::{Answer, Decode, Several};
            use crate::access::statement::{Batch, Statement};
            use crate::access::{Insert, Output, Running};
            use crate::{Conformant, DatabaseError};

            /// sqlx.
            pub enum $Sqlx {}

            impl Driver for $Sqlx {
                type Row = PgRow;
                type Arguments<'x> = PgArguments;
            }

            /// A borrowed value that is encoded as long as anyone likes.
            ///
            /// sqlx ties what it encodes to a lifetime that its own types have too: an `Option` of a
            /// reference is encoded for as long as the reference lives, and not for any time, as the
            /// arguments of a statement ask. What is given to PostgreSQL is written at once.
            struct Given<'x, 't, T>(&'x T, PhantomData<&'t ()>);

            impl<'t, T> encode::Encode<'_, Postgres> for Given<'_, 't, T>
            where
                T: encode::Encode<'t, Postgres>,
            {
                fn encode_by_ref(
                    &self,
                    to: &mut PgArgumentBuffer,
                ) -> Result<encode::IsNull, BoxDynError> {
                    self.0.encode_by_ref(to)
                }

                fn produces(&self) -> Option<PgTypeInfo> {
                    self.0.produces()
                }

                fn size_hint(&self) -> usize {
                    self.0.size_hint()
                }
            }

            impl<T: Type<Postgres>> Type<Postgres> for Given<'_, '_, T> {
                fn type_info() -> PgTypeInfo {
                    T::type_info()
                }
            }

            fn add<'t, T>(value: &T, to: &mut PgArguments) -> Result<(), DatabaseError>
            where
                T: encode::Encode<'t, Postgres> + Type<Postgres>,
            {
                to.add(Given(value, PhantomData))
                    .map_err(|error| $core::Error::Encode(error).into())
            }

            fn get<T>(row: &PgRow, at: usize) -> Result<T, DatabaseError>
            where
                T: for<'r> decode::Decode<'r, Postgres> + Type<Postgres>,
            {
                row.try_get(at).map_err(|error| of_column(error, row, at))
            }

            fn of_column(error: $core::Error, row: &PgRow, at: usize) -> DatabaseError {
                let error = DatabaseError::from(error);
                match row.columns().get(at) {
                    Some(column) => error.of_column(column.name()),
                    None => error,
                }
            }

            #[diagnostic::do_not_recommend]
            impl<T> Column<$Sqlx> for T
            where
                T: for<'r> decode::Decode<'r, Postgres> + Type<Postgres>,
            {
                fn column(row: &PgRow, at: usize) -> Result<Self, DatabaseError> {
                    get(row, at)
                }
            }

            #[diagnostic::do_not_recommend]
            impl<'t, T> Encode<$Sqlx> for T
            where
                T: encode::Encode<'t, Postgres> + Type<Postgres>,
            {
                fn encode(&self, to: &mut PgArguments) -> Result<(), DatabaseError> {
                    add(self, to)
                }
            }

            // Of a domain's column the server says what the domain is over, which a type that is known
            // by the name of the domain is not compatible with.
            #[diagnostic::do_not_recommend]
            impl<T, M: Domains, const AT: usize> Column<$Sqlx, OfDomain<M, AT>> for T
            where
                T: for<'r> decode::Decode<'r, Postgres> + Type<Postgres>,
            {
                fn column(row: &PgRow, at: usize) -> Result<Self, DatabaseError> {
                    let is_called = |domain| is_called(&T::type_info(), domain);
                    let by_name = || M::DOMAINS[AT].iter().flatten().copied().any(is_called);
                    // Asked of each row: the name last, which is rare and not cheap.
                    let known = row.columns().get(at);
                    if known.is_none_or(|known| T::compatible(known.type_info())) || by_name() {
                        let value = row.try_get_unchecked(at);
                        value.map_err(|error| of_column(error, row, at))
                    } else {
                        get(row, at)
                    }
                }
            }

            /// Whether a type is that of a domain, or of an array of such.
            fn is_called(ty: &PgTypeInfo, domain: &str) -> bool {
                let name = ty.name().trim_end_matches("[]");
                let name = name.rsplit('.').next().unwrap_or(name);
                name.trim_matches('"').eq_ignore_ascii_case(domain)
            }

            #[diagnostic::do_not_recommend]
            impl<'t, T, M, const AT: usize> Encode<$Sqlx, OfDomain<M, AT>> for T
            where
                T: encode::Encode<'t, Postgres> + Type<Postgres>,
            {
                fn encode(&self, to: &mut PgArguments) -> Result<(), DatabaseError> {
                    add(self, to)
                }
            }

            #[diagnostic::do_not_recommend]
            impl<T> Column<$Sqlx, Json> for T
            where
                AsJson<T>: for<'r> decode::Decode<'r, Postgres> + Type<Postgres>,
            {
                fn column(row: &PgRow, at: usize) -> Result<Self, DatabaseError> {
                    Ok(get::<AsJson<T>>(row, at)?.0)
                }
            }

            #[diagnostic::do_not_recommend]
            impl<T> Column<$Sqlx, NullableJson> for Option<T>
            where
                AsJson<T>: for<'r> decode::Decode<'r, Postgres> + Type<Postgres>,
            {
                fn column(row: &PgRow, at: usize) -> Result<Self, DatabaseError> {
                    let value: Option<AsJson<T>> = get(row, at)?;
                    Ok(value.map(|value| value.0))
                }
            }

            #[diagnostic::do_not_recommend]
            impl<T> Encode<$Sqlx, Json> for T
            where
                for<'q> AsJson<&'q T>: encode::Encode<'q, Postgres> + Type<Postgres>,
            {
                fn encode(&self, to: &mut PgArguments) -> Result<(), DatabaseError> {
                    add(&AsJson(self), to)
                }
            }

            #[diagnostic::do_not_recommend]
            impl<T> Encode<$Sqlx, NullableJson> for Option<T>
            where
                for<'q> AsJson<&'q T>: encode::Encode<'q, Postgres> + Type<Postgres>,
            {
                fn encode(&self, to: &mut PgArguments) -> Result<(), DatabaseError> {
                    add(&self.as_ref().map(AsJson), to)
                }
            }

            #[diagnostic::do_not_recommend]
            impl<T> Encode<$Sqlx, ChangedJson> for Option<Option<T>>
            where
                for<'q> AsJson<&'q T>: encode::Encode<'q, Postgres> + Type<Postgres>,
            {
                fn encode(&self, to: &mut PgArguments) -> Result<(), DatabaseError> {
                    let value = self.as_ref().and_then(Option::as_ref);
                    add(&value.map(AsJson), to)
                }
            }

            #[diagnostic::do_not_recommend]
            impl<'t, T> GiveAway<$Sqlx> for T
            where
                T: encode::Encode<'t, Postgres> + Type<Postgres>,
            {
                fn give_away<'x>(self, to: &mut PgArguments) -> Result<(), DatabaseError>
                where
                    T: 'x,
                {
                    add(&self, to)
                }
            }

            #[diagnostic::do_not_recommend]
            impl<'t, T, M, const AT: usize> GiveAway<$Sqlx, OfDomain<M, AT>> for T
            where
                T: encode::Encode<'t, Postgres> + Type<Postgres>,
            {
                fn give_away<'x>(self, to: &mut PgArguments) -> Result<(), DatabaseError>
                where
                    T: 'x,
                {
                    add(&self, to)
                }
            }

            #[diagnostic::do_not_recommend]
            impl<T> GiveAway<$Sqlx, Json> for T
            where
                T: Encode<$Sqlx, Json>,
            {
                fn give_away<'x>(self, to: &mut PgArguments) -> Result<(), DatabaseError>
                where
                    T: 'x,
                {
                    self.encode(to)
                }
            }

            #[diagnostic::do_not_recommend]
            impl<T> GiveAway<$Sqlx, NullableJson> for T
            where
                T: Encode<$Sqlx, NullableJson>,
            {
                fn give_away<'x>(self, to: &mut PgArguments) -> Result<(), DatabaseError>
                where
                    T: 'x,
                {
                    self.encode(to)
                }
            }

            /// Runs a statement on a pool, a connection or a transaction: `.on(&pool)`,
            /// `.on(&mut *transaction)`.
            pub trait Run: Sized {
                /// Runs it.
                fn on<'e, 'c: 'e, E>(self, executor: E) -> Running<'e, Self::Value>
                where
                    Self: Ask + 'e,
                    E: PgExecutor<'c> + 'e,
                {
                    Box::pin(self.ask(executor))
                }
            }

            impl<M, A, O> Run for Statement<M, A, O> {}

            /// A statement whose values the driver knows. Bound by the method and not by [`Run`], so
            /// that rustc names a type that it does not know rather than say that there is no such
            /// method.
            pub trait Ask {
                /// What comes of it.
                type Value;

                /// Runs it.
                fn ask<'e, 'c: 'e, E>(
                    self,
                    executor: E,
                ) -> impl Future<Output = Result<Self::Value, DatabaseError>> + Send
                where
                    E: PgExecutor<'c> + 'e;
            }

            impl<M, A, O> Ask for Statement<M, A, O>
            where
                M: Conformant,
                A: Arguments<$Sqlx> + Send,
                O: Decode<$Sqlx>,
                O::Value: Send,
            {
                type Value = O::Value;

                fn ask<'e, 'c: 'e, E>(
                    self,
                    executor: E,
                ) -> impl Future<Output = Result<O::Value, DatabaseError>> + Send
                where
                    E: PgExecutor<'c> + 'e,
                {
                    let mut arguments = PgArguments::default();
                    let given = self.arguments().give(&mut arguments);
                    let text = self.text();
                    async move {
                        given.map_err(DatabaseError::of::<M>)?;
                        let query = $core::query::query_with(text, arguments);
                        ask::<O, E>(executor, query)
                            .await
                            .map_err(DatabaseError::of::<M>)
                    }
                }
            }

            async fn ask<'c, O, E>(
                executor: E,
                query: $core::query::Query<'_, Postgres, PgArguments>,
            ) -> Result<<O as Output>::Value, DatabaseError>
            where
                O: Decode<$Sqlx>,
                E: PgExecutor<'c>,
            {
                match O::ANSWER {
                    Answer::Row => O::of_rows(query.fetch_optional(executor).await?.into_iter()),
                    Answer::Rows => O::of_rows(query.fetch_all(executor).await?.into_iter()),
                    Answer::Count => O::of_count(query.execute(executor).await?.rows_affected()),
                }
            }

            /// Inserts rows on a pool, a connection or a transaction.
            pub trait RunBatch: Sized {
                /// Inserts them.
                fn on<'e, 'c: 'e, E>(self, executor: E) -> Running<'e, Self::Value>
                where
                    Self: AskBatch + 'e,
                    E: Acquire<'c, Database = Postgres> + Send + 'e,
                {
                    Box::pin(self.ask(executor))
                }
            }

            impl<M> RunBatch for Batch<'_, M> {}

            /// Rows whose values the driver knows.
            pub trait AskBatch {
                /// What comes of it.
                type Value;

                /// Inserts them.
                fn ask<'c, E>(
                    self,
                    executor: E,
                ) -> impl Future<Output = Result<Self::Value, DatabaseError>> + Send
                where
                    E: Acquire<'c, Database = Postgres> + Send;
            }

            impl<M> AskBatch for Batch<'_, M>
            where
                M: Insert + Give<$Sqlx, ToInsert> + Sync,
                <M::Inserted as Several>::All: Decode<$Sqlx>,
                <M::Inserted as Several>::Rows: Send,
            {
                type Value = <M::Inserted as Several>::Rows;

                async fn ask<'c, E>(self, executor: E) -> Result<Self::Value, DatabaseError>
                where
                    E: Acquire<'c, Database = Postgres> + Send,
                {
                    let mut connection = executor.acquire().await?;
                    let mut all = Self::Value::default();
                    for rows in self.chunks() {
                        let mut arguments = PgArguments::default();
                        for row in rows {
                            row.give(&mut arguments).map_err(DatabaseError::of::<M>)?;
                        }
                        let text: String = Self::text(rows.len());
                        // One text for each number of rows: not worth a place in the cache.
                        let query = $core::query::query_with($dynamic(&*text), arguments);
                        let query = query.persistent(false);
                        let more = ask::<<M::Inserted as Several>::All, _>(&mut *connection, query)
                            .await
                            .map_err(DatabaseError::of::<M>)?;
                        M::Inserted::append(&mut all, more);
                    }
                    Ok(all)
                }
            }
        }
    };
}

#[cfg(feature = "sqlx")]
sqlx!(v09 Sqlx sqlx_core_09 sqlx_postgres_09 sqlx_core_09::sql_str::AssertSqlSafe);

#[cfg(feature = "sqlx-0_8")]
sqlx!(v08 Sqlx08 sqlx_core_08 sqlx_postgres_08 core::convert::identity);
