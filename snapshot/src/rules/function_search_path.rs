use super::{Check, Example, Group, Rule, Violation};
use crate::finding::Level;
use crate::model::{Function, Functions, Schema};
use crate::name::{QualifiedName, quote};

pub(super) static RULE: Rule = Rule {
    id: "function_search_path",
    group: Group::Security,
    looks_at: &[],
    summary: "A SECURITY DEFINER function has a `search_path` of its own.",
    why: "It runs with its owner's rights and looks names up where its caller says: who can make a \
          table or an operator in a schema of his own, and puts that first, has the function use \
          it. Any fixed path closes that, an empty one or one with schemas. Not found are \
          functions that run with their caller's rights, aggregates, which take no setting, and \
          those in C and of the server itself, which look nothing up by name.",
    fix: "Set it: name the schemas that the function's text relies on, and `pg_temp` last, where \
          everybody can make tables.",
    settings: "",
    bad: Example {
        sql: "
CREATE FUNCTION is_admin(name text) RETURNS boolean LANGUAGE sql SECURITY DEFINER AS
    'SELECT name = ''root''';
REVOKE EXECUTE ON FUNCTION is_admin(text) FROM PUBLIC;",
        rust: "",
    },
    good: Example {
        sql: "
CREATE FUNCTION is_admin(name text) RETURNS boolean LANGUAGE sql SECURITY DEFINER
    SET search_path = '' AS 'SELECT name = ''root''';
REVOKE EXECUTE ON FUNCTION is_admin(text) FROM PUBLIC;",
        rust: "",
    },
    recommended: Level::Warn,
    check: Check::of_schema(check),
};

fn check(schema: &Schema, out: &mut Vec<(QualifiedName, Violation)>) {
    for (functions, function) in definers(schema) {
        let is_set = |setting: &String| setting.starts_with("search_path=");
        let looks_up = function.language != "c" && function.language != "internal";
        if looks_up && !function.settings.iter().any(is_set) {
            let signature = signature(functions, function);
            let path = match functions.name.schema.as_str() {
                "public" => "public".to_owned(),
                schema => quote(schema),
            };
            let violation = Violation {
                object: Some(signature.clone()),
                message: format!(
                    "`{signature}` is SECURITY DEFINER and looks names up where its caller says"
                ),
                help: vec!["name each schema that its text relies on, `pg_temp` last".to_owned()],
                fix_sql: Some(format!(
                    "ALTER ROUTINE {signature} SET search_path = {path}, pg_temp;"
                )),
                ..Violation::default()
            };
            out.push((functions.name.clone(), violation));
        }
    }
}

/// Functions and procedures that run with their owner's rights.
pub(super) fn definers(schema: &Schema) -> impl Iterator<Item = (&Functions, &Function)> {
    let all = schema.functions.iter().flat_map(|functions| {
        let overloads = functions.overloads.iter();
        overloads.map(move |function| (functions, function))
    });
    all.filter(|(_, function)| function.security_definer && function.kind != "aggregate")
}

/// As statements name it: `public.is_admin(name text)`.
pub(super) fn signature(functions: &Functions, function: &Function) -> String {
    format!("{}({})", functions.name, function.arguments)
}

/// For the tests of the rules about functions: one, `touch`, as a bad one is but for a change.
#[cfg(test)]
pub(super) fn touch(change: fn(&mut Function)) -> Schema {
    let mut function = Function {
        arguments: "a integer".to_owned(),
        returns: Some("integer".to_owned()),
        kind: "function".to_owned(),
        language: "plpgsql".to_owned(),
        security_definer: true,
        public_execute: true,
        ..Function::default()
    };
    change(&mut function);
    Schema {
        functions: vec![Functions {
            name: QualifiedName::new("app", "Touch"),
            overloads: vec![function],
        }],
        ..Schema::default()
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::in_schema;
    use super::{RULE, touch};
    use crate::model::Function;

    #[test]
    fn the_callers_path() {
        let found = in_schema(RULE.id, &touch(|_| {}));
        let (of, violation) = &found[0];
        assert_eq!((found.len(), of.as_str()), (1, "Touch"));
        assert_eq!(
            violation.message,
            "`app.\"Touch\"(a integer)` is SECURITY DEFINER and looks names up where its caller \
             says"
        );
        assert_eq!(
            violation.fix_sql.as_deref(),
            Some("ALTER ROUTINE app.\"Touch\"(a integer) SET search_path = app, pg_temp;")
        );
        let other = touch(|function| function.settings = vec!["work_mem=1MB".to_owned()]);
        assert_eq!(in_schema(RULE.id, &other).len(), 1);
    }

    #[test]
    fn its_own_or_none_needed() {
        let changes: [fn(&mut Function); 5] = [
            |function| function.security_definer = false,
            // supabase/splinter#84, #99, #100: any path that is fixed.
            |function| function.settings = vec!["search_path=\"\"".to_owned()],
            |function| function.settings = vec!["search_path=public, app".to_owned()],
            // supabase/splinter#139
            |function| function.kind = "aggregate".to_owned(),
            |function| function.language = "c".to_owned(),
        ];
        for change in changes {
            assert_eq!(in_schema(RULE.id, &touch(change)), []);
        }
    }
}
