#[conformant(table = "uesrs", access)]
struct User<Id> {
    id: Id,
    r#type: Option<String>,
    #[conformant(references = Self)]
    parent_id: Option<Id>,
}

// ----------

const _: () = {
    #[automatically_derived]
    impl<Id> ::schema_runtime::Conformant for User<Id> {
        const CHECKED: ::schema_runtime::__private::Checked = ::schema_runtime::__private::Checked {
            table: "",
            schema: "",
            columns: &[],
            fingerprint: "",
        };
    }
    #[automatically_derived]
    impl<Id> ::schema_runtime::access::WithAccess for User<Id> {}
    #[automatically_derived]
    impl<Id> ::schema_runtime::access::Read for User<Id> {
        const SELECTED: &'static ::core::primitive::str = "";
        const WIDTH: ::core::primitive::usize = 0;
    }
    #[automatically_derived]
    impl<Id, ConformantKey> ::schema_runtime::access::Key<ConformantKey> for User<Id> {
        const FIND: &'static ::core::primitive::str = "";
        const EXISTS: &'static ::core::primitive::str = "";
        type Values<'conformant> = () where Self: 'conformant;
        fn values(&self) {}
    }
    #[automatically_derived]
    impl<Id, ConformantKey> ::schema_runtime::access::Delete<ConformantKey>
    for User<Id> {
        const DELETE: &'static ::core::primitive::str = "";
    }
    #[automatically_derived]
    impl<Id> ::schema_runtime::access::List for User<Id> {
        type Primary = ();
        const FIRST: &'static ::core::primitive::str = "";
        const AFTER: &'static ::core::primitive::str = "";
    }
    #[automatically_derived]
    impl<Id> ::schema_runtime::access::Part for User<Id> {
        const NAMES: &'static ::core::primitive::str = "";
        const VALUES: &'static [(
            &'static ::core::primitive::str,
            &'static ::core::primitive::str,
        )] = &[];
    }
    #[automatically_derived]
    impl<Id> ::schema_runtime::access::Giving<'_> for User<Id> {}
    #[automatically_derived]
    impl<Id> ::schema_runtime::access::Insert for User<Id> {
        type Inserted = ::schema_runtime::access::One<Self>;
        const INSERT: &'static ::core::primitive::str = "";
        const INSERT_OR_IGNORE: &'static ::core::primitive::str = "";
        const HEAD: &'static ::core::primitive::str = "";
        const TAIL: &'static ::core::primitive::str = "";
    }
    #[automatically_derived]
    impl<Id> ::schema_runtime::access::Upsert for User<Id> {
        const UPSERT: &'static ::core::primitive::str = "";
    }
    #[automatically_derived]
    impl<Id> ::schema_runtime::access::Update for User<Id> {
        type Updated = ::schema_runtime::access::Maybe<Self>;
        const UPDATE: &'static ::core::primitive::str = "";
    }
    #[automatically_derived]
    impl<
        Id,
        ConformantDriver: ::schema_runtime::access::Driver,
    > ::schema_runtime::access::FromRow<ConformantDriver> for User<Id> {
        fn from_row(
            _: &<ConformantDriver as ::schema_runtime::access::Driver>::Row,
            _: ::core::primitive::usize,
        ) -> ::core::result::Result<Self, ::schema_runtime::DatabaseError> {
            ::core::result::Result::Err(::schema_runtime::DatabaseError::not_found())
        }
    }
    #[automatically_derived]
    impl<
        Id,
        ConformantDriver: ::schema_runtime::access::Driver,
        ConformantWhich,
    > ::schema_runtime::access::Give<ConformantDriver, ConformantWhich> for User<Id> {
        fn give<'conformant>(
            &'conformant self,
            _: &mut <ConformantDriver as ::schema_runtime::access::Driver>::Arguments<
                'conformant,
            >,
        ) -> ::core::result::Result<(), ::schema_runtime::DatabaseError> {
            ::core::result::Result::Ok(())
        }
    }
    #[automatically_derived]
    #[allow(
        dead_code,
        private_bounds,
        private_interfaces,
        unreachable_pub,
        clippy::all,
        clippy::pedantic
    )]
    impl<Id> User<Id> {
        ///The row by `users_pkey`.
        pub fn by_id<'conformant, Q0: ?::core::marker::Sized>(
            id: &'conformant Q0,
        ) -> ::schema_runtime::access::By<Self, (), ()> {
            ::schema_runtime::access::By::new(())
        }
    }
    #[automatically_derived]
    #[allow(
        dead_code,
        private_bounds,
        private_interfaces,
        unreachable_pub,
        clippy::all,
        clippy::pedantic
    )]
    impl<Id> User<Id> {
        ///The row by its declared key.
        pub fn by_type<'conformant, Q0: ?::core::marker::Sized>(
            r#type: &'conformant Q0,
        ) -> ::schema_runtime::access::By<Self, (), ()> {
            ::schema_runtime::access::By::new(())
        }
    }
    #[automatically_derived]
    #[allow(
        dead_code,
        private_bounds,
        private_interfaces,
        unreachable_pub,
        clippy::all,
        clippy::pedantic
    )]
    impl<Id> User<Id> {
        ///The row by its declared key.
        pub fn by_parent_id<'conformant, Q0: ?::core::marker::Sized>(
            parent_id: &'conformant Q0,
        ) -> ::schema_runtime::access::By<Self, (), ()> {
            ::schema_runtime::access::By::new(())
        }
    }
    #[automatically_derived]
    #[allow(
        dead_code,
        private_bounds,
        private_interfaces,
        unreachable_pub,
        clippy::all,
        clippy::pedantic
    )]
    impl<Id> User<Id> {
        ///The row that this one refers to by ``.
        pub fn parent(
            &self,
        ) -> ::core::option::Option<
            ::schema_runtime::access::By<
                User<Id>,
                <User<Id> as ::schema_runtime::access::List>::Primary,
                (),
            >,
        > {
            ::core::option::Option::Some(::schema_runtime::access::By::new(()))
        }
    }
    #[automatically_derived]
    #[allow(
        dead_code,
        private_bounds,
        private_interfaces,
        unreachable_pub,
        clippy::all,
        clippy::pedantic
    )]
    impl<Id> User<Id> {
        pub fn of_parent(
            _: &User<Id>,
        ) -> ::schema_runtime::access::Children<Self, (), ()> {
            ::schema_runtime::access::Children::new("", "", ())
        }
    }
};
::core::compile_error! {
    "table or view `public.uesrs` is not in the snapshot\n= help: did you mean `#[conformant(table = \"users\")]`?\n= help: there is no `schema/public/uesrs.json`\n= note: [unknown_table] `cargo schema refresh` if the database has changed"
}
