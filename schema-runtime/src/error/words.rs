//! What a server's message adds to its SQLSTATE. A server speaks the language of `lc_messages`, so
//! what is read here is what every translation leaves as it is: the names, the marks around them,
//! and which function of the server's source reports (`routine`).

use alloc::boxed::Box;

use super::{DatabaseError, ErrorKind, Report, SqlState};

/// The routine by which PL/pgSQL's RAISE reports: its message is the user's, whatever the SQLSTATE.
pub(super) const RAISE: &str = "exec_stmt_raise";

/// What an error is: by its SQLSTATE, and where that stands for several by the rest.
pub(super) fn kind(sqlstate: Option<SqlState>, report: &Report<'_>) -> ErrorKind {
    let Some(state) = sqlstate else {
        return ErrorKind::Other;
    };
    let kind = ErrorKind::of(state);
    // Of a driver that does not tell the routine, the message may be anyone's.
    let by = |routine| report.routine.is_none_or(|found| found == routine);
    match state {
        SqlState::FOREIGN_KEY_VIOLATION if by("ri_ReportViolation") => side(report),
        SqlState::QUERY_CANCELED if by("ProcessInterrupts") && is_timeout(report.message) => {
            ErrorKind::StatementTimeout
        }
        SqlState::INSUFFICIENT_PRIVILEGE if report.routine == Some("ExecWithCheckOptions") => {
            ErrorKind::RowSecurity
        }
        SqlState::FEATURE_NOT_SUPPORTED if report.routine == Some("RevalidateCachedQuery") => {
            ErrorKind::PlanChanged
        }
        // No constraint refuses the row: a partition is missing.
        SqlState::CHECK_VIOLATION if report.routine == Some("ExecFindPartition") => {
            ErrorKind::Other
        }
        _ => kind,
    }
}

/// Which side of a foreign key was written to. Both have one SQLSTATE, one routine, and name the
/// referring table and the constraint. But where a row is still referred to, the message names the
/// referenced table besides:
///
/// ```text
/// insert or update on table "c" violates foreign key constraint "fk"
/// update or delete on table "p" violates foreign key constraint "fk" on table "c"
/// ```
fn side(report: &Report<'_>) -> ErrorKind {
    let message = report.message;
    if message.starts_with("insert or update on table ") {
        return ErrorKind::MissingParent;
    }
    if ["update or delete on table ", "removing partition "]
        .iter()
        .any(|start| message.starts_with(start))
    {
        return ErrorKind::StillReferenced;
    }
    // The marks in the two names that are known, which are in both messages, do not count.
    let own = [report.table, report.constraint].map(|name| marks(name.unwrap_or_default()));
    match marks(message).checked_sub(own[0] + own[1]) {
        Some(4) => ErrorKind::MissingParent,
        Some(6..) => ErrorKind::StillReferenced,
        _ => ErrorKind::ForeignKeyViolation,
    }
}

/// The quotation marks that translations put around names.
const MARKS: &[char] = &['"', '«', '»', '„', '“', '”', '「', '」'];

fn marks(text: &str) -> usize {
    text.matches(MARKS).count()
}

/// Whether the reason that a statement was cancelled for is its time, in the languages that
/// PostgreSQL 13 to 18 speak. One SQLSTATE and one routine stand for that and for a request.
fn is_timeout(message: &str) -> bool {
    [
        "timeout",
        "Zeitüberschreitung",
        "délai",
        "tiempo de espera",
        "тайм-аут",
        "タイムアウト",
        "초과",
        "超时",
        "ვადის",
    ]
    .iter()
    .any(|word| message.contains(word))
}

impl DatabaseError {
    /// Of something that the program names and the database or a row has not.
    #[cfg_attr(
        not(any(feature = "sqlx", feature = "sqlx-0_8", feature = "tokio-postgres")),
        allow(dead_code)
    )]
    pub(super) fn missing(kind: ErrorKind, name: &str) -> Self {
        let mut error = Self::from(kind);
        error.0.object = plain(name);
        error
    }

    /// Names what is missing, or what the role has no right to, as the message does, for PostgreSQL has
    /// no field for it.
    pub(super) fn name_missing(&mut self, message: &str) {
        let kind = self.0.kind;
        if kind.is_schema_drift() || kind == ErrorKind::PermissionDenied {
            self.0.object = match quoted(message) {
                Some(name) => plain(name),
                None if kind == ErrorKind::PermissionDenied => denied(message).and_then(plain),
                None => unquoted(message).map(Box::from),
            };
        }
    }
}

impl DatabaseError {
    /// Whether what was refused is of the statement itself: no function or trigger was being called.
    pub(crate) fn is_of_the_statement(&self) -> bool {
        let context = self.0.context.as_deref();
        context.is_none_or(|context| context.starts_with("COPY ") || is_of_parameters(context))
    }
}

/// Whether the server tells of parameters alone, in any language: `unnamed portal parameter $1`, and as a
/// setting has it `unnamed portal with parameters: $1 = '0'`. Where a function is told of, its name or its
/// statement comes first, in marks or before a parenthesis.
fn is_of_parameters(context: &str) -> bool {
    let first = context.split(['=', '\n']).next().unwrap_or_default();
    let number = first.split_once('$').map(|(_, number)| number);
    number.is_some_and(|number| number.starts_with(|c: char| c.is_ascii_digit()))
        && !first.contains('(')
        && !first.contains(MARKS)
}

/// The first name in quotation marks. Some languages have a space inside.
fn quoted(message: &str) -> Option<&str> {
    let (_, rest) = message.split_once(MARKS)?;
    let (name, _) = rest.split_once(MARKS)?;
    Some(name.trim())
}

/// What has no marks: `column u.nick does not exist`, `function lower(uuid) does not exist`,
/// `operator does not exist: text = integer`. The parser has read these as names and types.
fn unquoted(message: &str) -> Option<&str> {
    if let Some(operator) = message.strip_prefix("operator does not exist: ") {
        return Some(operator);
    }
    let (_, name) = message.strip_suffix(" does not exist")?.split_once(' ')?;
    Some(name)
}

/// What a right is missing to has no marks, and is as it was created: `permission denied for table users`.
/// Of what else there are rights to no statement of a program tells.
fn denied(message: &str) -> Option<&str> {
    let sorts = [
        "table",
        "view",
        "sequence",
        "schema",
        "function",
        "procedure",
        "type",
    ];
    let rest = ["permission denied for ", "must be owner of "]
        .iter()
        .find_map(|start| message.strip_prefix(start))?;
    let rest = ["foreign ", "materialized "]
        .iter()
        .find_map(|start| rest.strip_prefix(start))
        .unwrap_or(rest);
    let (sort, name) = rest.split_once(' ')?;
    sorts.contains(&sort).then_some(name)
}

/// A name is repeated when it looks like one, and is at most as long as two with a dot: in a
/// statement that was put together from texts, what stands between the marks can be a value.
fn plain(name: &str) -> Option<Box<str>> {
    let fits = |c: char| c.is_alphanumeric() || "_$.".contains(c);
    (!name.is_empty() && name.len() <= 127 && name.chars().all(fits)).then(|| name.into())
}

#[cfg(test)]
mod tests {
    use super::{DatabaseError, ErrorKind, RAISE, Report};

    fn read(code: &str, message: &str, table: &str, constraint: &str) -> DatabaseError {
        Report {
            code,
            message,
            table: Some(table),
            constraint: Some(constraint),
            ..Report::default()
        }
        .into()
    }

    /// As the catalogues of PostgreSQL's translations have it, with names that have marks in them.
    #[test]
    fn both_sides_of_a_foreign_key_are_told_apart_in_every_language() {
        for (child, parent) in [
            (
                "insert or update on table \"%c\" violates foreign key constraint \"%f\"",
                "update or delete on table \"%p\" violates foreign key constraint \"%f\" on table \"%c\"",
            ),
            (
                "Einfügen oder Aktualisieren in Tabelle »%c« verletzt Fremdschlüssel-Constraint »%f«",
                "Aktualisieren oder Löschen in Tabelle »%p« verletzt Fremdschlüssel-Constraint »%f« von Tabelle »%c«",
            ),
            (
                "inserción o actualización en la tabla «%c» viola la llave foránea «%f»",
                "update o delete en «%p» viola la llave foránea «%f» en la tabla «%c»",
            ),
            (
                "une instruction insert ou update sur la table « %c » viole la contrainte de clé\nétrangère « %f »",
                "UPDATE ou DELETE sur la table « %p » viole la contrainte de clé étrangère « %f » de la table « %c »",
            ),
            (
                "la INSERT o l'UPDATE sulla tabella \"%c\" viola il vincolo di chiave esterna \"%f\"",
                "l'istruzione UPDATE o DELETE sulla tabella \"%p\" viola il vincolo di chiave esterna \"%f\" sulla tabella \"%c\"",
            ),
            (
                "テーブル\"%c\"への挿入、更新は外部キー制約\"%f\"に違反しています",
                "テーブル\"%p\"の更新または削除は、テーブル\"%c\"の外部キー制約\"%f\"に違反します",
            ),
            (
                "\"%c\" 테이블에서 자료 추가, 갱신 작업이 \"%f\" 참조키(foreign key) 제약 조건을 위배했습니다",
                "\"%p\" 테이블의 자료 갱신, 삭제 작업이 \"%f\" 참조키(foreign key) 제약 조건 - \"%c\" 테이블 - 을 위반했습니다",
            ),
            (
                "INSERT или UPDATE в таблице \"%c\" нарушает ограничение внешнего ключа \"%f\"",
                "UPDATE или DELETE в таблице \"%p\" нарушает ограничение внешнего ключа \"%f\" таблицы \"%c\"",
            ),
            (
                "插入或更新表 \"%c\" 违反外键约束 \"%f\"",
                "在 \"%p\" 上的更新或删除操作违反了在 \"%c\" 上的外键约束 \"%f\"",
            ),
        ] {
            for (c, p, f) in [
                ("orders", "users", "fk_orders_user"),
                ("users", "users", "users_parent_fkey"),
                ("a\"b", "\"", "«fk»"),
            ] {
                let put = |text: &str| text.replace("%c", c).replace("%p", p).replace("%f", f);
                for (message, kind) in [
                    (child, ErrorKind::MissingParent),
                    (parent, ErrorKind::StillReferenced),
                ] {
                    let error = read("23503", &put(message), c, f);
                    assert_eq!(error.kind(), kind, "{}", put(message));
                }
            }
        }
        let error = read("23503", "the customer is gone", "orders", "fk");
        assert_eq!(error.kind(), ErrorKind::ForeignKeyViolation);
    }

    #[test]
    fn time_and_request_are_told_apart_in_every_language() {
        for (timeout, request) in [
            (
                "canceling statement due to statement timeout",
                "canceling statement due to user request",
            ),
            (
                "storniere Anfrage wegen Zeitüberschreitung der Anfrage",
                "storniere Anfrage wegen Benutzeraufforderung",
            ),
            (
                "cancelando la sentencia debido a que se agotó el tiempo de espera de sentencias",
                "cancelando la sentencia debido a una petición del usuario",
            ),
            (
                "annulation de la requête à cause du délai écoulé pour l'exécution de l'instruction",
                "annulation de la requête à la demande de l'utilisateur",
            ),
            (
                "annullamento dell'istruzione a causa di timeout",
                "annullamento dell'istruzione su richiesta dell'utente",
            ),
            (
                "ステートメントのタイムアウトのためステートメントをキャンセルしています",
                "ユーザーからの要求により文をキャンセルしています",
            ),
            (
                "명령실행시간 초과로 작업을 취소합니다.",
                "사용자 요청에 의해 작업을 취소합니다.",
            ),
            (
                "выполнение оператора отменено из-за тайм-аута",
                "выполнение оператора отменено по запросу пользователя",
            ),
            (
                "avbryter sats på grund av sats-timeout",
                "avbryter sats på användares begäran",
            ),
            (
                "виконання оператора скасовано через тайм-аут",
                "виконання оператора скасовано по запиту користувача",
            ),
            (
                "由于语句执行超时，正在取消查询命令",
                "由于用户请求而正在取消查询",
            ),
        ] {
            let kind = |message| read("57014", message, "", "").kind();
            assert_eq!(kind(timeout), ErrorKind::StatementTimeout, "{timeout}");
            assert_eq!(kind(request), ErrorKind::Cancelled, "{request}");
        }
    }

    #[test]
    fn a_function_is_told_from_parameters_in_every_language() {
        let is_of_the_statement = |context| {
            let context = Some(context);
            let report = Report {
                context,
                ..Report::default()
            };
            DatabaseError::from(report).is_of_the_statement()
        };
        for context in [
            "COPY essays, line 1, column draft: \"0\"",
            "unnamed portal parameter $1",
            "unnamed portal with parameters: $1 = '(\"0\"', $2 = 'a'",
            "extended query with parameters: $1 = '0'",
            "unbenanntes Portal mit Parametern: $1 = '0'",
            "portail non nommé, paramètre $12",
            "無名ポータルのパラメータ$1 = '0'",
        ] {
            assert!(is_of_the_statement(context), "{context}");
        }
        for context in [
            "PL/pgSQL function tell() line 2 at SQL statement",
            "PL/pgSQL function tell$1(integer) line 3 at assignment",
            "PL/pgSQL function inline_code_block line 1 at assignment",
            "SQL statement \"UPDATE reviews SET score = $1\"\nPL/pgSQL function tell() line 2",
            "SQL function \"tell$1\" statement 1",
            "fonction SQL « tell$1 », instruction 1",
            "SQL-Anweisung »SELECT $1 = 1«",
            "PL/pgSQL function tell() line 2 at assignment\nunnamed portal with parameters: $1 = '0'",
            "PL/Python function \"tell\"",
        ] {
            assert!(!is_of_the_statement(context), "{context}");
        }
    }

    #[test]
    fn what_is_missing_is_named_as_the_server_names_it() {
        for (code, message, name) in [
            (
                "42P01",
                "relation \"public.users\" does not exist",
                Some("public.users"),
            ),
            ("42P01", "la relation « users » n'existe pas", Some("users")),
            ("42703", "column \"größe\" does not exist", Some("größe")),
            ("42703", "column u.nick does not exist", Some("u.nick")),
            (
                "42883",
                "function lower(uuid) does not exist",
                Some("lower(uuid)"),
            ),
            (
                "42883",
                "operator does not exist: text = integer",
                Some("text = integer"),
            ),
            (
                "42804",
                "column \"age\" is of type integer but expression is of type text",
                Some("age"),
            ),
            ("42501", "permission denied for table users", Some("users")),
            (
                "42501",
                "permission denied for materialized view totals",
                Some("totals"),
            ),
            (
                "42501",
                "permission denied for column \"email\" of relation \"users\"",
                Some("email"),
            ),
            ("42501", "must be owner of sequence ids", Some("ids")),
            ("42501", "permission denied for table we ird", None),
            ("42501", "permission denied for ada lovelace", None),
            // A value between the marks of a name: `WHERE email = "ada@example.com"`.
            ("42703", "column \"ada@example.com\" does not exist", None),
            ("42703", "column \"ada lovelace\" does not exist", None),
        ] {
            let error = read(code, message, "", "");
            assert_eq!(error.object(), name, "{message}");
        }
        for (code, message) in [
            ("42P01", "no table for \"ada\""),
            ("42501", "permission denied for table ada"),
        ] {
            let raised = DatabaseError::from(Report {
                code,
                message,
                routine: Some(RAISE),
                ..Report::default()
            });
            assert_eq!(raised.object(), None, "{message}");
        }
    }
}
