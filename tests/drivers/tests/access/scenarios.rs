// What each driver is put through. `on!` runs a statement, `scenario!` is a test with a database of
// its own: both are the driver's.

scenario! { inserts_and_finds, |client| {
    // What is borrowed for a moment is enough.
    let (email, nickname) = ("ada@example.org".to_owned(), "Ada".to_owned());
    let new = NewUser { email: &email, nickname: Some(&nickname) };
    let ada: User = on!(client, new.insert());
    assert_eq!(ada.email, "ada@example.org");
    // What the database gave comes back.
    assert_eq!(ada.folded.as_deref(), Some("ada"));
    assert_eq!(ada.settings, Settings::default());
    assert_eq!(on!(client, User::by_id(&ada.id).get()), ada);
    assert_eq!(on!(client, User::by_email("ada@example.org").find()), Some(ada.clone()));
    // By an index that is no constraint, over a column that can be NULL.
    assert_eq!(on!(client, User::by_nickname("Ada").find()), Some(ada.clone()));
    assert_eq!(on!(client, User::by_email("ADA@example.org").find()), None);
    assert!(on!(client, User::by_id(&ada.id).exists()));
    assert!(!on!(client, User::by_email("eve@example.org").exists()));
    let login = on!(client, Login::by_email(&ada.email).get());
    assert_eq!(login, Login { email: ada.email.clone(), seen: false, id: ada.id });
}}

scenario! { no_row_is_an_error_where_one_is_asked_for, |client| {
    let error = failed!(client, User::by_id(&Uuid::nil()).get());
    assert_eq!(error.kind(), ErrorKind::NotFound);
    assert_eq!((error.schema(), error.table()), (Some("public"), Some("users")));
    assert_eq!(error.to_string(), "no row was found: `public.users`");
}}

scenario! { a_violation_names_the_constraint, |client| {
    let new = NewUser { email: "ada@example.org", nickname: None };
    let _ada: User = on!(client, new.insert());
    let error = failed!(client, new.insert());
    assert_eq!(error.kind(), ErrorKind::UniqueViolation);
    assert_eq!(error.constraint(), Some("uq_users_email"));
    assert!(!format!("{error} {error:?}").contains("ada@"), "{error:?}");
}}

scenario! { inserts_a_whole_row, |client| {
    let row = User {
        id: Uuid::from_u128(7),
        email: "bo@example.org".to_owned(),
        nickname: None,
        settings: Settings { theme: "dark \"'".to_owned(), size: Some(3) },
        profile: Some(Settings { theme: "{}".to_owned(), size: None }),
        tags: vec!["a".to_owned(), String::new(), "🐘,{}\"".to_owned()],
        logins: i64::MAX,
        // The database's own.
        folded: Some("ignored".to_owned()),
        created_at: "2026-03-29T01:30:00.123456Z".parse().unwrap(),
        updated_at: DateTime::UNIX_EPOCH,
    };
    let back = on!(client, row.insert());
    assert_eq!(back, User { folded: None, ..row.clone() });
    let changed = User { logins: 1, profile: None, tags: Vec::new(), nickname: Some("B".to_owned()), ..back };
    let back = on!(client, changed.update());
    assert_eq!(back, Some(User { folded: Some("b".to_owned()), ..changed.clone() }));
    let gone = User { id: Uuid::nil(), ..changed };
    assert_eq!(on!(client, gone.update()), None);
}}

scenario! { inserts_and_returns_nothing, |client| {
    let guest = Guest { email: "g@example.org".to_owned(), logins: 2, profile: None };
    let () = on!(client, guest.insert());
    let profile = Some(serde_json::json!({"theme": "x", "size": 1}));
    let others = [("h@x", profile), ("i@x", Some(serde_json::Value::Null))].map(|(email, profile)| Guest {
        email: email.to_owned(), logins: 3, profile,
    });
    let () = on_batch!(client, Guest::insert_many(&others));
    assert_eq!(on!(client, User::by_email("g@example.org").get()).profile, None);
    assert_eq!(on!(client, User::by_email("h@x").get()).profile.unwrap().theme, "x");
}}

scenario! { updates_what_is_given, |client| {
    let new = NewUser { email: "ada@example.org", nickname: Some("Ada") };
    let ada: User = on!(client, new.insert());
    let change = UserChange { id: ada.id, ..UserChange::default() };
    assert_eq!(on!(client, change.update()), Some(ada.clone()));
    let change = UserChange {
        email: Some("ada@example.com".to_owned()),
        tags: Some(vec!["x".to_owned()]),
        settings: Some(Settings { theme: "dark".to_owned(), size: None }),
        ..change
    };
    let updated = on!(client, change.update()).unwrap();
    assert_eq!(updated.email, "ada@example.com");
    assert_eq!(updated.tags, ["x"]);
    assert_eq!(updated.settings.theme, "dark");
    assert_eq!(updated.nickname.as_deref(), Some("Ada"));
    // NULL is a value.
    let change = UserChange { id: ada.id, nickname: Some(None), ..UserChange::default() };
    let updated = on!(client, change.update()).unwrap();
    assert_eq!((updated.nickname, updated.folded), (None, None));
    assert_eq!(updated.tags, ["x"]);
    // Also where it is JSON.
    let settings = Settings { theme: "x".to_owned(), size: None };
    let change = UserChange { profile: Some(Some(settings.clone())), ..change };
    assert_eq!(on!(client, change.update()).unwrap().profile, Some(settings));
    let change = UserChange { profile: Some(None), ..change };
    assert_eq!(on!(client, change.update()).unwrap().profile, None);
    let change = UserChange { id: Uuid::nil(), ..change };
    assert_eq!(on!(client, change.update()), None);
}}

scenario! { deletes, |client| {
    let new = NewUser { email: "ada@example.org", nickname: None };
    let ada: User = on!(client, new.insert());
    assert!(on!(client, User::by_id(&ada.id).delete()));
    assert!(!on!(client, User::by_id(&ada.id).delete()));
    let ada: User = on!(client, new.insert());
    assert!(on!(client, ada.key().delete()));
    assert_eq!(on!(client, User::list(10)), []);
}}

scenario! { upserts_by_a_named_constraint, |client| {
    let new = NewUser { email: "ada@example.org", nickname: Some("Ada") };
    let first: User = on!(client, new.upsert());
    let again: User = on!(client, NewUser { nickname: Some("A"), ..new }.upsert());
    assert_eq!(again.id, first.id);
    assert_eq!(again.nickname.as_deref(), Some("A"));
    // The whole row: the key of the row that is there stays.
    let row = User { id: Uuid::from_u128(1), logins: 9, ..first.clone() };
    let third = on!(client, row.upsert());
    assert_eq!((third.id, third.logins, third.nickname.as_deref()), (first.id, 9, Some("Ada")));
    // A key of its own, of two columns.
    let member = Membership { club: "chess".to_owned(), user_id: first.id, role: "member".to_owned() };
    assert_eq!(on!(client, member.upsert()), member);
    let chair = Membership { role: "chair".to_owned(), ..member };
    assert_eq!(on!(client, chair.upsert()), chair);
    // Another constraint is still one.
    let other = NewUser { email: "eve@example.org", nickname: Some("Ada") };
    assert_eq!(failed!(client, other.upsert()).constraint(), Some("uq_users_nickname"));
}}

scenario! { inserts_or_ignores, |client| {
    let new = NewUser { email: "ada@example.org", nickname: Some("Ada") };
    let ada: Option<User> = on!(client, new.insert_or_ignore());
    let ada = ada.unwrap();
    assert_eq!(ada.email, "ada@example.org");
    // By the constraint, and by an index that is none; what is there stays.
    let again: Option<User> = on!(client, NewUser { nickname: Some("A"), ..new }.insert_or_ignore());
    assert_eq!(again, None);
    let again: Option<User> = on!(client, NewUser { email: "eve@example.org", ..new }.insert_or_ignore());
    assert_eq!(again, None);
    assert_eq!(on!(client, User::list(9)), [ada.clone()]);
    // Without a row that comes back.
    let guest = |email: &str| Guest { email: email.to_owned(), logins: 0, profile: None };
    assert!(on!(client, guest("eve@example.org").insert_or_ignore()));
    assert!(!on!(client, guest("eve@example.org").insert_or_ignore()));
    // What is no conflict is an error still.
    let error = failed!(client, guest("eve").insert_or_ignore());
    assert_eq!(error.kind(), ErrorKind::CheckViolation);
}}

scenario! { lists_page_by_page, |client| {
    let rows: Vec<Membership> = (0..25).map(|n| Membership {
        club: ["b", "a", "c"][n % 3].to_owned(),
        user_id: Uuid::from_u128(n as u128 / 3),
        role: String::new(),
    }).collect();
    assert_eq!(on_batch!(client, Membership::insert_many(&rows)), rows);
    let mut expected = rows.clone();
    expected.sort_by(|a, b| (a.user_id, &a.club).cmp(&(b.user_id, &b.club)));
    let mut seen = on!(client, Membership::list(4));
    assert_eq!(seen.len(), 4);
    loop {
        let last = seen.last().unwrap().clone();
        let more = on!(client, Membership::list_after(last.key(), 4));
        let same = Membership::by_user_id_and_club(&last.user_id, &*last.club);
        assert_eq!(on!(client, Membership::list_after(same, 4)), more);
        if more.is_empty() { break; }
        seen.extend(more);
    }
    assert_eq!(seen, expected);
    let one = on!(client, Membership::by_user_id_and_club(&Uuid::from_u128(3), "a").get());
    assert_eq!(one.club, "a");
}}

scenario! { follows_foreign_keys, |client| {
    let ada: User = on!(client, NewUser { email: "ada@example.org", nickname: None }.insert());
    let bo: User = on!(client, NewUser { email: "bo@example.org", nickname: None }.insert());
    let order = |n: u128, reviewed_by| Order {
        id: Uuid::from_u128(n),
        number: 0,
        user_id: ada.id,
        reviewed_by,
        status: OrderStatus::InTransit,
        created_at: ada.created_at,
        updated_at: ada.created_at,
    };
    let orders = [order(1, None), order(2, Some(bo.id)), order(3, Some(bo.id))];
    let orders: Vec<Order> = on_batch!(client, Order::insert_many(&orders));
    // An identity column is the database's.
    assert_eq!(orders.iter().map(|order| order.number).collect::<Vec<_>>(), [1, 2, 3]);
    assert_eq!(on!(client, Order::by_number(&2).get()), orders[1]);
    assert_eq!(on!(client, orders[0].user().get()), ada);
    assert!(orders[0].reviewed_by().is_none());
    assert_eq!(on!(client, orders[1].reviewed_by().unwrap().get()), bo);
    assert_eq!(on!(client, Order::of_user(&ada).list(2)), orders[..2]);
    assert_eq!(on!(client, Order::of_user(&ada).list_after(orders[1].key(), 2)), orders[2..]);
    assert_eq!(on!(client, Order::of_user(&bo).list(9)), []);
    assert_eq!(on!(client, Order::of_reviewed_by(&bo).list(9)), orders[1..]);
    let paid = Order { status: OrderStatus::Paid, ..orders[0].clone() };
    assert_eq!(on!(client, paid.update()), Some(paid.clone()));
    let error = failed!(client, User::by_id(&ada.id).delete());
    assert_eq!(error.constraint(), Some("fk_orders_user"));
}}

scenario! { follows_a_foreign_key_of_two_columns, |client| {
    let member = Membership { club: "go".to_owned(), user_id: Uuid::from_u128(4), role: String::new() };
    let _member = on!(client, member.insert());
    let badges: Vec<Badge> = [(1, true), (2, false), (3, true)].into_iter().map(|(id, whole)| Badge {
        id,
        user_id: whole.then_some(member.user_id),
        club: Some(member.club.clone()),
        color: "red".to_owned(),
    }).collect();
    assert_eq!(on_batch!(client, Badge::insert_many(&badges)), badges);
    assert_eq!(on!(client, badges[0].user().unwrap().get()), member);
    assert!(badges[1].user().is_none());
    let of = on!(client, Badge::of_user(&member).list(9));
    assert_eq!(of, [badges[0].clone(), badges[2].clone()]);
    let of = on!(client, Badge::of_user(&member).list_after(Badge::by_id(&1), 9));
    assert_eq!(of, [badges[2].clone()]);
}}

scenario! { follows_a_tree, |client| {
    let root = Folder { id: 1, parent_id: None, name: "root".to_owned() };
    let leaf = Folder { id: 2, parent_id: Some(1), name: "leaf".to_owned() };
    assert_eq!(on_batch!(client, Folder::insert_many(&[root.clone(), leaf.clone()])), [root.clone(), leaf.clone()]);
    assert_eq!(on!(client, leaf.parent().unwrap().get()), root);
    assert_eq!(on!(client, Folder::of_parent(&root).list(9)), [leaf]);
    // An explicit cast would cut it off.
    let long = Folder { name: "a name of more than twenty letters".to_owned(), ..root };
    assert_eq!(failed!(client, long.update()).kind(), ErrorKind::TooLong);
}}

scenario! { compares_as_the_column_does, |client| {
    let row = Country { code: "DE".to_owned(), name: "Deutschland".to_owned() };
    let row = on!(client, row.insert());
    // Filled up with blanks, and found with and without.
    assert_eq!(row.code, "DE ");
    assert_eq!(on!(client, Country::by_code("DE").find()), Some(row.clone()));
    assert_eq!(on!(client, Country::by_code("DE ").find()), Some(row.clone()));
    assert_eq!(on!(client, Country::list_after(Country::by_code("CH"), 9)), [row]);
}}

scenario! { quotes_every_name, |client| {
    let row = |order, size: &str| Weird { order, size: size.to_owned(), r#type: Some("$1; --".to_owned()) };
    let (one, two) = (row(1, "'; DROP"), row(2, "🐘"));
    assert_eq!(on!(client, one.insert()), one);
    assert_eq!(on_batch!(client, Weird::insert_many(&[two.clone()])), [two.clone()]);
    assert_eq!(on!(client, Weird::by_size("🐘").get()), two);
    assert_eq!(on!(client, Weird::by_order(&1).get()), one);
    assert_eq!(on!(client, Weird::list_after(one.key(), 5)), [two.clone()]);
    let three = Weird { r#type: None, ..row(3, "🐘") };
    assert_eq!(on!(client, three.upsert()), Weird { order: 2, ..three });
    assert_eq!(on!(client, Weird { r#type: None, ..one.clone() }.update()).unwrap().r#type, None);
    assert!(on!(client, one.key().delete()));
}}

scenario! { reads_and_writes_a_partitioned_table, |client| {
    let at: DateTime<Utc> = "2026-11-30T00:00:00Z".parse().unwrap();
    let events: Vec<Event> = (0..5).map(|id| Event { id, at, what: format!("{id}") }).collect();
    assert_eq!(on_batch!(client, Event::insert_many(&events)), events);
    assert_eq!(on!(client, Event::by_id_and_at(&3, &at).get()), events[3]);
    let other = Event { what: "again".to_owned(), ..events[3].clone() };
    assert_eq!(on!(client, other.upsert()), other);
    assert_eq!(on!(client, Event::list_after(other.key(), 5)), events[4..]);
    assert!(on!(client, other.key().delete()));
}}

scenario! { reads_a_view, |client| {
    for (n, email) in [(0, "a@x"), (1, "b@x"), (2, "c@x")] {
        let guest = Guest { email: email.to_owned(), logins: n, profile: None };
        let () = on!(client, guest.insert());
    }
    let first = on!(client, ActiveUser::list(1));
    let rest = on!(client, ActiveUser::list_after(first[0].key(), 9));
    let mut logins: Vec<i64> = first.iter().chain(&rest).map(|user| user.logins).collect();
    logins.sort_unstable();
    assert_eq!(logins, [1, 2]);
    assert_eq!(on!(client, ActiveUser::by_id(&rest[0].id).get()), rest[0]);
}}

scenario! { inserts_without_a_key, |client| {
    let line = LogLine { line: "one".to_owned() };
    assert_eq!(on!(client, line.insert()), line);
}}

scenario! { inserts_more_than_a_statement_takes, |client| {
    // Two parameters a row, so more than 32,767 rows are two statements.
    let rows: Vec<Country> = (0..40_000_u32).map(|n| Country {
        code: [n / 1600, n / 40 % 40, n % 40].map(|n| char::from(48 + u8::try_from(n).unwrap())).iter().collect(),
        name: n.to_string(),
    }).collect();
    assert_eq!(on_batch!(client, Country::insert_many(&rows)), rows);
    assert_eq!(on_batch!(client, Country::insert_many(&[])), []);
    let mut all = on!(client, Country::list(50_000));
    assert_eq!(all.len(), rows.len());
    all.sort_by_key(|row| row.name.parse::<u32>().unwrap());
    assert_eq!(all, rows);
}}

scenario! { a_generic_model_has_its_statements, |client| {
    let settings = Settings { theme: "dark".to_owned(), size: Some(1) };
    let new = NewPreferences { email: "ada@example.org", settings: &settings };
    let ada: User = on!(client, new.insert());
    let found: Option<Preferences<'static, Uuid>> = on!(client, Preferences::by_email("ada@example.org").find());
    let found = found.unwrap();
    assert_eq!((found.id, &found.settings, found.nickname.as_deref()), (ada.id, &settings, None));
    // Read as something else, and written as that.
    let raw = on!(client, Preferences::<Uuid, serde_json::Value>::by_id(&ada.id).get());
    assert_eq!(raw.settings, serde_json::json!({"theme": "dark", "size": 1}));
    let new = NewPreferences { email: "ada@example.org", settings: serde_json::json!({"theme": "x"}) };
    let ada: User = on!(client, new.upsert());
    assert_eq!(ada.settings.theme, "x");
    let all = on_batch!(client, NewPreferences::insert_many(&[NewPreferences { email: "b@x", ..new }]));
    assert_eq!(all.len(), 1);
    let listed = on!(client, Preferences::<Uuid>::list(9));
    assert_eq!(listed.len(), 2);
    assert_eq!(on!(client, Preferences::<Uuid>::list_after(listed[0].key(), 9)), listed[1..]);
    // The whole row.
    let root = Labelled { id: 1, parent_id: None, name: "root".to_owned() };
    let leaf = Labelled { id: 2, parent_id: Some(1), name: "leaf".to_owned() };
    assert_eq!(on_batch!(client, Labelled::insert_many(&[root.clone(), leaf.clone()])), [root.clone(), leaf.clone()]);
    assert_eq!(on!(client, leaf.parent().unwrap().get()), root);
    assert_eq!(on!(client, Labelled::of_parent(&root).list(9)), [leaf.clone()]);
    let leaf = Labelled { name: "another".to_owned(), ..leaf };
    assert_eq!(on!(client, leaf.update()), Some(leaf.clone()));
    assert_eq!(on!(client, leaf.upsert()), leaf);
    assert!(on!(client, leaf.key().delete()));
}}

scenario! { converts_what_is_declared_to_be_another_type, |client| {
    let new = |email: &str, logins| NewAccount {
        email: Address(email.to_owned()),
        logins,
        settings: Theme("dark".to_owned()),
    };
    let ada = on!(client, new("ada@example.org", 255).insert());
    assert_eq!((&*ada.email.0, ada.logins, &*ada.settings.0), ("ada@example.org", 255, "dark"));
    assert_eq!(on!(client, Account::by_email(&ada.email).find()), Some(ada.clone()));
    assert!(on!(client, Account::by_email(&Address("ada@example.org".to_owned())).exists()));
    let rows = [new("b@example.org", 1), new("c@example.org", 2)];
    let rows: Vec<Account> = on_batch!(client, NewAccount::insert_many(&rows));
    assert_eq!(rows.iter().map(|row| row.logins).collect::<Vec<_>>(), [1, 2]);
    let change = |nickname| AccountChange { id: ada.id, nickname };
    let nickname = "SELECT";
    for (change, expected) in [
        (change(Nickname::Some(nickname)), Some(nickname)),
        (change(Nickname::Kept), Some(nickname)),
        (change(Nickname::None), None),
    ] {
        assert_eq!(on!(client, change.update()), Some(ada.clone()));
        assert_eq!(on!(client, User::by_id(&ada.id).get()).nickname.as_deref(), expected);
    }
}}

scenario! { a_value_that_is_not_converted_is_an_error_of_the_column, |client| {
    let eve: User = on!(client, NewUser { email: "eve@example.com", nickname: None }.insert());
    let error = failed!(client, Account::by_id(&eve.id).get());
    assert_eq!((error.kind(), error.column()), (ErrorKind::TypeMismatch, Some("email")));
    assert!(!format!("{error} {error:?}").contains("eve@"), "{error:?}");
    let driver = error.sensitive().driver().unwrap().to_string();
    assert_eq!(driver, "eve@example.com is not ours");
    let new = NewAccount {
        email: Address("ada@example.org".to_owned()),
        logins: u64::MAX,
        settings: Theme(String::new()),
    };
    let error = failed!(client, new.insert());
    assert_eq!((error.kind(), error.column()), (ErrorKind::OutOfRange, Some("logins")));
    assert_eq!(error.to_string(), "a value is out of range: column `logins` of `public.users`");
    let error = failed!(client, NewAccount::insert_many(&[new]));
    assert_eq!((error.table(), error.column()), (Some("users"), Some("logins")));
    // Nothing was sent.
    assert!(!on!(client, User::by_email("ada@example.org").exists()));
    let id = u32::MAX;
    let error = failed!(client, Numbered::by_id(&id).find());
    assert_eq!((error.kind(), error.column()), (ErrorKind::OutOfRange, Some("id")));
}}

scenario! { follows_a_foreign_key_that_is_converted, |client| {
    let below = |id, parent: Option<u32>| Below { id, parent_id: Above(parent), name: id.to_string() };
    let rows = [below(1, None), below(2, Some(1)), below(3, Some(1)), below(4, Some(2))];
    assert_eq!(on_batch!(client, Below::insert_many(&rows)), rows);
    let first = on!(client, rows[1].parent().get());
    assert_eq!(first, Numbered { id: 1, name: "1".to_owned() });
    assert_eq!(on!(client, rows[0].parent().find()), None);
    assert_eq!(on!(client, Below::of_parent(&first).list(1)), [rows[1].clone()]);
    assert_eq!(on!(client, Below::of_parent(&first).list_after(rows[1].key(), 9)), [rows[2].clone()]);
    let row = Below { parent_id: Above(Some(3)), ..rows[3].clone() };
    assert_eq!(on!(client, row.update()), Some(row.clone()));
    assert_eq!(on!(client, Below::list_after(Below::by_id(&3), 9)), [row]);
}}

scenario! { converts_what_is_in_an_option, |client| {
    let row = |id, parent_id| Within { id, parent_id, name: id.to_string() };
    let rows = [row(1, None), row(2, Some(1)), row(3, Some(1))];
    assert_eq!(on_batch!(client, Within::insert_many(&rows)), rows);
    assert_eq!(on!(client, Within::list(9)), rows);
    assert!(rows[0].parent().is_none());
    let first = on!(client, rows[1].parent().unwrap().get());
    assert_eq!(first, Numbered { id: 1, name: "1".to_owned() });
    assert_eq!(on!(client, Within::of_parent(&first).list(9)), rows[1..]);
    for (change, expected) in [(None, Some(1)), (Some(Some(3)), Some(3)), (Some(None), None)] {
        let moved = Moved { id: 2, parent_id: change, name: None };
        assert!(on!(client, moved.update()));
        assert_eq!(on!(client, Within::by_id(&2).get()), row(2, expected));
    }
    let moved = Moved { id: 2, parent_id: None, name: Some(Name("two")) };
    assert!(on!(client, moved.update()));
    assert_eq!(on!(client, Within::by_id(&2).get()).name, "two");
    let moved = Moved { id: 2, parent_id: Some(Some(u32::MAX)), name: None };
    let error = failed!(client, moved.update());
    assert_eq!((error.kind(), error.column()), (ErrorKind::OutOfRange, Some("parent_id")));
}}

scenario! { reads_a_row_in_parts, |client| {
    let ada: User = on!(client, NewUser { email: "ada@example.org", nickname: None }.insert());
    let order = |id: u128, reviewed_by| Order {
        id: Uuid::from_u128(id),
        number: 0,
        user_id: ada.id,
        reviewed_by,
        status: OrderStatus::Paid,
        created_at: DateTime::UNIX_EPOCH,
        updated_at: ada.created_at,
    };
    let _order: Order = on!(client, order(1, None).insert());
    let _order: Order = on!(client, order(2, None).insert());
    let receipt = on!(client, Receipt::by_number(&2).get());
    assert_eq!(receipt.id, Uuid::from_u128(2));
    assert_eq!((receipt.times.created_at, receipt.times.updated_at), (DateTime::UNIX_EPOCH, ada.created_at));
    assert_eq!((receipt.number, receipt.progress), (2, OrderStatus::Paid));
    assert_eq!(on!(client, receipt.user().get()), ada);
    let first = on!(client, Receipt::list(1));
    assert_eq!(on!(client, Receipt::list_after(first[0].key(), 9)), [receipt.clone()]);
    assert_eq!(on!(client, Receipt::of_user(&ada).list(1)), first);
    assert_eq!(on!(client, Receipt::of_user(&ada).list_after(first[0].key(), 9)), [receipt.clone()]);
    // What a part is made of is converted like a field.
    let _order: Order = on!(client, order(3, Some(ada.id)).insert());
    let error = failed!(client, Receipt::by_number(&3).get());
    assert_eq!((error.kind(), error.column()), (ErrorKind::TypeMismatch, Some("progress")));
    assert!(on!(client, receipt.key().delete()));
}}

scenario! { inserts_a_row_in_parts, |client| {
    let choices = |theme: &str| Choices {
        tags: vec![theme.to_owned()],
        looks: Looks { settings: Settings { theme: theme.to_owned(), size: None }, profile: None },
    };
    let row = |email, theme, logins| Registration {
        person: Person { contact: Contact { email }, choices: choices(theme) },
        logins,
    };
    let ada: User = on!(client, row("ada@example.org", "dark", 3).insert());
    assert_eq!((&*ada.email, ada.logins, &*ada.settings.theme), ("ada@example.org", 3, "dark"));
    let rows = [row("b@x", "x", 1), row("c@x", "y", 2)];
    let rows: Vec<User> = on_batch!(client, Registration::insert_many(&rows));
    assert_eq!(rows.iter().map(|row| row.logins).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(rows[1].tags, ["y"]);
    // A part is a model by itself.
    let () = on!(client, Contact { email: "d@x" }.insert());
    assert!(on!(client, User::by_email("d@x").exists()));
    // The whole row.
    let row = Profile {
        nicknames: Nicknames { folded: Some("the database's".to_owned()), nickname: Some("Eve".to_owned()) },
        id: Uuid::from_u128(5),
        email: "eve@example.org".to_owned(),
        choices: choices("z"),
        logins: 5,
        created_at: DateTime::UNIX_EPOCH,
        updated_at: ada.updated_at,
    };
    let folded = |text: &str, nickname: &str| Nicknames {
        folded: Some(text.to_owned()),
        nickname: Some(nickname.to_owned()),
    };
    let row = Profile { nicknames: folded("eve", "Eve"), ..on!(client, row.insert()) };
    assert_eq!(on!(client, Profile::by_id(&row.id).get()), row);
    let row = Profile {
        nicknames: folded("x", "EVA"),
        choices: Choices {
            looks: Looks { profile: Some(Settings::default()), ..choices("v").looks },
            ..choices("w")
        },
        logins: 6,
        ..row
    };
    let updated = on!(client, row.update()).unwrap();
    assert_eq!(updated, Profile { nicknames: folded("eva", "EVA"), ..row.clone() });
    let others = on_batch!(client, Profile::insert_many(&[
        Profile { id: Uuid::from_u128(6), email: "f@x".to_owned(), nicknames: folded("", "F"), ..row.clone() },
        Profile { id: Uuid::from_u128(7), email: "g@x".to_owned(), nicknames: folded("", "G"), ..row },
    ]));
    assert_eq!(others[1].nicknames, folded("g", "G"));
    let login = Login { email: "h@x".to_owned(), seen: true, id: Uuid::from_u128(8) };
    let () = on!(client, Signup { folded: Folded { folded: None }, login: login.clone() }.insert());
    assert_eq!(on!(client, Login::by_id(&login.id).get()).email, "h@x");
}}

scenario! { what_a_part_is_refused_for_is_an_error_of_the_whole, |client| {
    let account = |email: &str, logins| NewAccount {
        email: Address(email.to_owned()),
        logins,
        settings: Theme("dark".to_owned()),
    };
    let enrolment = |nickname: &str, account| Enrolment { nickname: Some(nickname.to_owned()), account };
    let () = on!(client, enrolment("ada", account("ada@example.org", 1)).insert());
    // By a column of the part, of the whole, and by a value that does not leave the program.
    for (row, constraint, column) in [
        (enrolment("bo", account("ada@example.org", 1)), Some("uq_users_email"), None),
        (enrolment("ada", account("bo@example.org", 1)), Some("uq_users_nickname"), None),
        (enrolment("bo", account("bo@example.org", u64::MAX)), None, Some("logins")),
    ] {
        let error = failed!(client, row.insert());
        assert_eq!((error.table(), error.constraint()), (Some("users"), constraint), "{error:?}");
        assert_eq!(error.column(), column, "{error:?}");
        let rows = [enrolment("eve", account("eve@example.org", 1)), row];
        let error = failed!(client, Enrolment::insert_many(&rows));
        assert_eq!((error.constraint(), error.column()), (constraint, column), "{error:?}");
        assert!(!on!(client, User::by_email("eve@example.org").exists()));
    }
    // And so is an update, which leaves the row as it was.
    let () = on!(client, enrolment("bo", account("bo@example.org", 1)).insert());
    let bo = on!(client, User::by_email("bo@example.org").get());
    let was = on!(client, Profile::by_id(&bo.id).get());
    let nicknames = Nicknames { folded: None, nickname: Some("ada".to_owned()) };
    let error = failed!(client, Profile { nicknames, logins: 9, ..was.clone() }.update());
    assert_eq!(error.constraint(), Some("uq_users_nickname"));
    assert_eq!(on!(client, Profile::by_id(&bo.id).get()), was);
}}

scenario! { a_tuple_struct_has_its_statements, |client| {
    let row = Member("go".to_owned(), Uuid::from_u128(1), "member".to_owned());
    assert_eq!(on!(client, row.insert()), row);
    let other = Member("go".to_owned(), Uuid::from_u128(2), String::new());
    assert_eq!(on_batch!(client, Member::insert_many(&[other.clone()])), [other.clone()]);
    assert_eq!(on!(client, Member::by_user_id_and_club(&row.1, "go").get()), row);
    assert_eq!(on!(client, Member::list_after(row.key(), 9)), [other.clone()]);
    let chair = Member(row.0, row.1, "chair".to_owned());
    assert_eq!(on!(client, chair.upsert()), chair);
    assert_eq!(on!(client, Member(other.0, other.1, "x".to_owned()).update()).unwrap().2, "x");
    assert!(on!(client, chair.key().delete()));
}}

scenario! { reads_and_gives_domains, |client| {
    let game = Game {
        best: 3,
        total: Some(5),
        recent: vec![1, 2],
        teams: vec!["red".to_owned(), "blue".to_owned()],
    };
    assert_eq!(on!(client, game.insert()), game);
    assert_eq!(on!(client, Game::by_best(&3).get()), game);
    let game = Game { total: None, recent: vec![], ..game };
    assert_eq!(on!(client, game.update()), Some(game.clone()));
    let game = Game { recent: vec![7], ..game };
    assert_eq!(on!(client, game.upsert()), game);
    assert_eq!(on!(client, Game::list_after(Game::by_best(&2), 9)), [game.clone()]);
    assert!(on!(client, game.key().delete()));
}}

scenario! { reads_and_gives_types_that_are_known_by_the_names_of_domains, |client| {
    let game = Named {
        best: Points(3),
        total: Some(Tally(Points(5))),
        recent: vec![Points(1), Points(2)],
        teams: "red, blue".to_owned(),
    };
    assert_eq!(on!(client, game.insert()), game);
    assert_eq!(on!(client, Named::by_best(&Points(3)).get()), game);
    let game = Named { total: None, recent: vec![], teams: "green".to_owned(), ..game };
    assert_eq!(on!(client, game.update()), Some(game.clone()));
    let game = Named { recent: vec![Points(7)], ..game };
    assert_eq!(on!(client, game.upsert()), game);
    let more = [Named { best: Points(4), ..game.clone() }, Named { best: Points(5), ..game.clone() }];
    assert_eq!(on_batch!(client, Named::insert_many(&more)), more);
    assert_eq!(on!(client, Named::list_after(Named::by_best(&Points(3)), 9)), more);
    let played = Played { best: Points(3), total: Some(Some(Tally(Points(6)))), recent: None };
    assert!(on!(client, played.update()));
    let found = on!(client, Named::by_best(&Points(3)).get());
    assert_eq!(found, Named { total: Some(Tally(Points(6))), ..game });
    assert!(on!(client, found.key().delete()));
    // The domain refuses what it is not for.
    let error = failed!(client, Named { best: Points(0), ..found }.insert());
    assert_eq!(error.kind(), ErrorKind::CheckViolation);
}}
