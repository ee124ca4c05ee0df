//! `cargo schema list` and `cargo schema analyze` on a committed snapshot.

use std::fmt::Write as _;

use insta::assert_snapshot;

use crate::support::{Database, Project};

const SQL: &str = r#"
    CREATE TYPE order_status AS ENUM ('placed', 'paid');
    CREATE DOMAIN email AS text NOT NULL CHECK (VALUE LIKE '%@%');
    CREATE TABLE users (id uuid PRIMARY KEY, email email, "Nick Name" text DEFAULT 'x|y');
    COMMENT ON TABLE users IS 'Who
        may log in';
    CREATE TABLE orders (
        id uuid PRIMARY KEY,
        user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
        status order_status NOT NULL DEFAULT 'placed',
        total numeric(10, 2) CHECK (total > 0),
        UNIQUE (user_id, status));
    CREATE INDEX ON orders (lower(total::text)) INCLUDE (status) WHERE total IS NOT NULL;
    CREATE TABLE items (order_id uuid REFERENCES orders, parent_id uuid);
    CREATE SCHEMA crm;
    CREATE TABLE crm.a (id int PRIMARY KEY);
    CREATE TABLE crm.b (id int PRIMARY KEY, a_id int REFERENCES crm.a);
    ALTER TABLE crm.a ADD b_id int REFERENCES crm.b;
    CREATE VIEW crm.all_b AS SELECT * FROM crm.b;
    ALTER TABLE users ENABLE ROW LEVEL SECURITY;
    CREATE POLICY own ON users FOR SELECT USING (email = current_user);
    CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        AS 'BEGIN RETURN NEW; END';
    CREATE TRIGGER touch BEFORE UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION touch();"#;

fn project() -> Project {
    let database = Database::new(SQL);
    let project = Project::new();
    let said = project.run(&["init", "--database-url", &database.url()]);
    assert_eq!(said.status, Some(0), "{}", said.all());
    project
}

#[test]
fn everything_can_be_listed() {
    let project = project();
    let mut all = String::new();
    for what in [
        "tables",
        "views",
        "columns",
        "constraints",
        "foreign-keys",
        "indexes",
        "triggers",
        "policies",
        "enums",
        "domains",
        "types",
        "functions",
    ] {
        let said = project.run(&["list", what]);
        assert_eq!((said.status, said.err.as_str()), (Some(0), ""), "{what}");
        let _ = write!(all, "{what}\n{}\n", said.out);
    }
    assert_snapshot!(all, @r"
    tables
    name           kind   columns  primary key  foreign keys  indexes  row security  comment
    crm.a          table        2  id                      1        1
    crm.b          table        2  id                      1        1
    public.items   table        2                          1        0
    public.orders  table        4  id                      1        3
    public.users   table        3  id                      0        1  yes           Who may log in

    views
    name       kind  columns  foreign keys  indexes
    crm.all_b  view        2             0        0

    columns
    relation       column     type                 not null  default
    crm.a          id         integer              yes
    crm.a          b_id       integer
    crm.all_b      id         integer
    crm.all_b      a_id       integer
    crm.b          id         integer              yes
    crm.b          a_id       integer
    public.items   order_id   uuid
    public.items   parent_id  uuid
    public.orders  id         uuid                 yes
    public.orders  user_id    uuid                 yes
    public.orders  status     public.order_status  yes       'placed'::public.order_status
    public.orders  total      numeric(10,2)
    public.users   id         uuid                 yes
    public.users   email      public.email         yes
    public.users   Nick Name  text                           'x|y'::text

    constraints
    relation       name                       kind         columns          definition
    crm.a          a_pkey                     primary_key  id
    crm.b          b_pkey                     primary_key  id
    public.orders  orders_pkey                primary_key  id
    public.orders  orders_user_id_status_key  unique       user_id, status
    public.orders  orders_total_check         check        total            CHECK ((total > (0)::numeric))
    public.users   users_pkey                 primary_key  id

    foreign-keys
    relation       name                 columns   references     referenced columns  on delete  on update
    crm.a          a_b_id_fkey          b_id      crm.b          id                  no_action  no_action
    crm.b          b_a_id_fkey          a_id      crm.a          id                  no_action  no_action
    public.items   items_order_id_fkey  order_id  public.orders  id                  no_action  no_action
    public.orders  orders_user_id_fkey  user_id   public.users   id                  cascade    no_action

    indexes
    relation       name                       method  columns               include  unique  predicate
    crm.a          a_pkey                     btree   id                             yes
    crm.b          b_pkey                     btree   id                             yes
    public.orders  orders_lower_status_idx    btree   lower((total)::text)  status           (total IS NOT NULL)
    public.orders  orders_pkey                btree   id                             yes
    public.orders  orders_user_id_status_key  btree   user_id, status                yes
    public.users   users_pkey                 btree   id                             yes

    triggers
    relation       name   timing  events  for each row  function      enabled
    public.orders  touch  before  update  yes           public.touch  yes

    policies
    relation      name  command  roles   using
    public.users  own   select   public  ((email)::text = CURRENT_USER)

    enums
    name                 labels
    public.order_status  placed, paid

    domains
    name          base  not null  checks
    public.email  text  yes       CHECK ((VALUE ~~ '%@%'::text))

    types
    name                 kind
    public.email         domain
    public.order_status  enum

    functions
    name          returns  kind      language  volatility  security definer
    public.touch  trigger  function  plpgsql   volatile    yes
    ");
    let relations = project.run(&["list", "relations"]).out;
    assert_eq!(relations.lines().count(), 1 + 6, "{relations}");
}

#[test]
fn some_of_them_and_other_forms() {
    let project = project();
    assert_snapshot!(project.run(&["list", "columns", "public.u*", "--format", "markdown"]).out, @r"
    | relation | column | type | not null | default |
    |---|---|---|---|---|
    | public.users | id | uuid | yes |  |
    | public.users | email | public.email | yes |  |
    | public.users | Nick Name | text |  | 'x\|y'::text |
    ");
    assert_snapshot!(project.run(&["list", "enums", "--format", "json"]).out, @r#"
    {
      "format": 1,
      "list": "enums",
      "rows": [
        {
          "name": "public.order_status",
          "labels": [
            "placed",
            "paid"
          ]
        }
      ]
    }
    "#);
    assert_snapshot!(project.run(&["list", "policies", "crm.*"]).all(), @r"
    exit status 0
    --- err
    warning: there are no policies of `crm.*`
    ");
    assert_snapshot!(project.run(&["list", "policies", "crm.*", "--format", "json"]).out, @r#"
    {
      "format": 1,
      "list": "policies",
      "rows": []
    }
    "#);
    assert_snapshot!(project.run(&["list", "tables", "users"]).all(), @r"
    exit status 2
    --- err
    error: the pattern is `schema.name`, found `users`
      = help: `*.users` looks in every schema
    ");
    std::fs::write(project.root.join("schema/public/users.json"), "{").unwrap();
    assert_snapshot!(project.run(&["list", "tables"]).all(), @r"
    exit status 3
    --- err
    error: `schema/public/users.json` is cut short
      = help: take the file back from version control, `git checkout -- schema/public/users.json`, or run `cargo schema refresh`
    ");
}

#[test]
fn what_everything_hangs_on() {
    let project = project();
    assert_snapshot!(project.run(&["analyze"]).all(), @r"
    exit status 0
    --- out
    tables  columns  nullable  indexes  foreign keys  columns by table  indexes by column  tables alone
         5       13         6        6             4              2.60               0.46             0

    table          dependents  referenced by  references  columns  nullable  indexes  indexes by column
    public.users            2              1           0        3         1        1               0.33
    public.orders           1              1           1        4         1        3               0.75
    crm.a                   1              1           1        2         1        1               0.50
    crm.b                   1              1           1        2         1        1               0.50
    public.items            0              0           1        2         2        0               0.00

    Tables that reference one another in a circle
    - crm.a, crm.b
    ");
    assert_snapshot!(project.run(&["analyze", "--format", "markdown"]).out, @r"
    | tables | columns | nullable | indexes | foreign keys | columns by table | indexes by column | tables alone |
    |---:|---:|---:|---:|---:|---:|---:|---:|
    | 5 | 13 | 6 | 6 | 4 | 2.60 | 0.46 | 0 |

    | table | dependents | referenced by | references | columns | nullable | indexes | indexes by column |
    |---|---:|---:|---:|---:|---:|---:|---:|
    | public.users | 2 | 1 | 0 | 3 | 1 | 1 | 0.33 |
    | public.orders | 1 | 1 | 1 | 4 | 1 | 3 | 0.75 |
    | crm.a | 1 | 1 | 1 | 2 | 1 | 1 | 0.50 |
    | crm.b | 1 | 1 | 1 | 2 | 1 | 1 | 0.50 |
    | public.items | 0 | 0 | 1 | 2 | 2 | 0 | 0.00 |

    Tables that reference one another in a circle:

    - crm.a, crm.b
    ");
    assert_snapshot!(project.run(&["analyze", "--format", "json"]).out, @r#"
    {
      "format": 1,
      "summary": {
        "tables": 5,
        "columns": 13,
        "nullable": 6,
        "indexes": 6,
        "foreign_keys": 4,
        "columns_by_table": 2.6,
        "indexes_by_column": 0.46153846153846156,
        "tables_alone": 0
      },
      "tables": [
        {
          "table": "public.users",
          "dependents": 2,
          "referenced_by": 1,
          "references": 0,
          "columns": 3,
          "nullable": 1,
          "indexes": 1,
          "indexes_by_column": 0.3333333333333333
        },
        {
          "table": "public.orders",
          "dependents": 1,
          "referenced_by": 1,
          "references": 1,
          "columns": 4,
          "nullable": 1,
          "indexes": 3,
          "indexes_by_column": 0.75
        },
        {
          "table": "crm.a",
          "dependents": 1,
          "referenced_by": 1,
          "references": 1,
          "columns": 2,
          "nullable": 1,
          "indexes": 1,
          "indexes_by_column": 0.5
        },
        {
          "table": "crm.b",
          "dependents": 1,
          "referenced_by": 1,
          "references": 1,
          "columns": 2,
          "nullable": 1,
          "indexes": 1,
          "indexes_by_column": 0.5
        },
        {
          "table": "public.items",
          "dependents": 0,
          "referenced_by": 0,
          "references": 1,
          "columns": 2,
          "nullable": 2,
          "indexes": 0,
          "indexes_by_column": 0.0
        }
      ],
      "circles": [
        [
          "crm.a",
          "crm.b"
        ]
      ]
    }
    "#);
}

#[test]
fn a_schema_without_tables_has_measures_too() {
    let database = Database::new("CREATE TYPE mood AS ENUM ('good')");
    let project = Project::new();
    project.run(&["init", "--database-url", &database.url()]);
    assert_snapshot!(project.run(&["analyze"]).all(), @r"
    exit status 0
    --- out
    tables  columns  nullable  indexes  foreign keys  tables alone
         0        0         0        0             0             0
    ");
    assert_snapshot!(project.run(&["list", "tables"]).all(), @r"
    exit status 0
    --- err
    warning: there are no tables
    ");
}
