use super::function_search_path::{definers, signature};
use super::{Check, Example, Group, Rule, Violation};
use crate::finding::Level;
use crate::model::Schema;
use crate::name::QualifiedName;

pub(super) static RULE: Rule = Rule {
    id: "public_execute_definer",
    group: Group::Security,
    looks_at: &[],
    summary: "A SECURITY DEFINER function is not for everybody to execute.",
    why: "PostgreSQL lets PUBLIC execute each new function. One that runs with its owner's rights \
          then does for every role, and through PostgREST for every visitor, what only the owner \
          may. A function of a trigger can't be called, and is not found; nor is a function that \
          runs with its caller's rights.",
    fix: "Revoke it from PUBLIC, in the transaction that makes the function, and grant it to the \
          roles that call it: those whose policies call it among them, since a policy is \
          evaluated with the rights of who reads.",
    settings: "",
    bad: Example {
        sql: "
CREATE FUNCTION is_admin(name text) RETURNS boolean LANGUAGE sql SECURITY DEFINER
    SET search_path = '' AS 'SELECT name = ''root''';",
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
        let returns = function.returns.as_deref().unwrap_or_default();
        let is_called = returns != "trigger" && returns != "event_trigger";
        if function.public_execute && is_called {
            let signature = signature(functions, function);
            let violation = Violation {
                object: Some(signature.clone()),
                message: format!("`{signature}` is SECURITY DEFINER, and PUBLIC may execute it"),
                help: vec![
                    "grant it to the roles that call it, in the same transaction".to_owned(),
                ],
                fix_sql: Some(format!(
                    "REVOKE EXECUTE ON ROUTINE {signature} FROM PUBLIC;"
                )),
                ..Violation::default()
            };
            out.push((functions.name.clone(), violation));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::function_search_path::touch;
    use super::super::testing::in_schema;
    use super::RULE;
    use crate::model::Function;

    #[test]
    fn everybody_may() {
        let found = in_schema(RULE.id, &touch(|_| {}));
        assert_eq!(
            found[0].1.message,
            "`app.\"Touch\"(a integer)` is SECURITY DEFINER, and PUBLIC may execute it"
        );
        assert_eq!(
            found[0].1.fix_sql.as_deref(),
            Some("REVOKE EXECUTE ON ROUTINE app.\"Touch\"(a integer) FROM PUBLIC;")
        );
    }

    #[test]
    fn not_everybody_or_nobody() {
        let changes: [fn(&mut Function); 4] = [
            |function| function.public_execute = false,
            |function| function.security_definer = false,
            |function| function.returns = Some("trigger".to_owned()),
            |function| function.returns = Some("event_trigger".to_owned()),
        ];
        for change in changes {
            assert_eq!(in_schema(RULE.id, &touch(change)), []);
        }
    }
}
