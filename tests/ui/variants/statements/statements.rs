//! Who calls the statements of a model with a mistake is not told again: they have the names and take
//! what those of the model without the mistake do.
#![allow(dead_code)]

use schema_runtime::Conformant;
use schema_runtime::access::Access as _;
use uuid::Uuid;

// The key of a row is in order, and so is this.
#[derive(Conformant)]
#[conformant(partial, access)]
struct Tenant {
    id: Uuid,
}

#[derive(Conformant)]
#[conformant(partial, acces)]
struct Account {
    id: Uuid,
    #[conformant(references = Tenant)]
    tenant_id: Uuid,
    email: String,
}

impl Account {
    // Of no key.
    fn by_created_at(_: &str) {}
}

// Each of these has a mistake of its own.
#[derive(Conformant)]
#[conformant(table = "notes", partial, access(find))]
struct Tuple(
    #[conformant(column = "id")] Uuid,
    #[conformant(column = "tenant_id")] Uuid,
    #[conformant(column = "author", references = Account)] Option<String>,
    #[conformant(column = "the-slug")] String,
    #[conformant(column = "the_slug")] String,
);

#[derive(Conformant)]
#[conformant(table = "notes" partial, access)]
struct Comma {
    id: Uuid,
}

#[derive(Conformant)]
#[conformant(table = "notes", partial, access)]
struct InFields {
    #[conformant(skipp)]
    note: Uuid,
    #[conformant(json = true)]
    id: Uuid,
    tenant_id: Uuid,
    #[conformant(as = Option<String>, belongs_to = Account)]
    author: Author,
}

struct Author(Option<String>);

#[derive(Conformant)]
#[conformant(table = "accounts", partial, access)]
struct Misnamed {
    idd: Uuid,
    tenant_id: Uuid,
    emial: String,
}

#[derive(Conformant)]
#[conformant(table = "accounts", insrt, access, returns = Account)]
struct NewAccount<'a> {
    tenant_id: Uuid,
    email: &'a str,
}

// This one has none.
#[derive(Conformant)]
#[conformant(table = "notes", partial, access)]
struct Note(
    #[conformant(column = "id")] Uuid,
    #[conformant(column = "the-slug", allow(snake_case_names = "another test"))] String,
    #[conformant(column = "the_slug")] String,
);

fn statements(tenant: &Tenant, account: &Account, tuple: &Tuple, new: &NewAccount, fields: &InFields) {
    let id = &tenant.id;
    let _ = Account::by_id(id).find();
    let _ = Account::by_tenant_id_and_email(id, "ada@example.org").delete();
    let _ = Account::list_after(Account::by_id(id), 10);
    let _ = account.tenant().get();
    let _ = Account::of_tenant(tenant).list_after(account.key(), 10);
    let _ = Tuple::by_id(id).find();
    let _ = Tuple::by_the_slug_3("a").exists();
    let _ = Tuple::by_the_slug_4("a").exists();
    let _ = tuple.author().map(|author| author.get());
    let _ = Tuple::of_author(account).list_after(Tuple::by_id(id), 10);
    let _ = Comma::by_id(id).find();
    let _ = InFields::by_id(id).find();
    let _ = fields.author().get();
    let _ = InFields::of_author(account).list(10);
    let _ = Misnamed::by_id(id).find();
    let _ = Misnamed::by_idd(id).find();
    let _ = Misnamed::by_tenant_id_and_email(id, "ada@example.org").find();
    let _ = Misnamed::list(10);
    let _ = new.insert();
    let _ = NewAccount::insert_many(&[]);
    let _ = Note::by_the_slug_1("a").find();
    let _ = Note::by_the_slug_2("a").find();
}
