//! Enums and their labels.

use super::*;

fn order_status(variants: &[(&str, &str)], other: bool, ordered: bool) -> Claim {
    let variants = variants
        .iter()
        .zip(1..)
        .map(|((name, label), n)| Variant {
            name: placed(name, n * 10),
            // Without an attribute of its own, by the enum's or as it is named.
            label: match label.strip_prefix('~') {
                Some(label) => placed(label, n * 10),
                None => placed(label, n * 10 + 1),
            },
        })
        .collect();
    let subject = Subject::Enum(EnumClaim {
        ty: TypeName {
            name: Some(placed("order_status", 1)),
            ..TypeName::default()
        },
        rename_all: None,
        variants,
        other: other.then(|| placed("Other", 5)),
        ordered: ordered.then_some(Place(6)),
    });
    claim("OrderStatus", subject)
}

#[test]
fn a_type_is_inferred_also_by_the_exact_name_of_the_item() {
    let inferred = |name: &str| {
        let ty = UserType {
            name: QualifiedName::new("public", name),
            labels: Vec::new(),
            ..status()
        };
        let claim = claim("OrderStatus", Subject::Enum(EnumClaim::default()));
        check(&claim, &memory(&[], &[ty]))
    };
    for name in ["order_status", "orderstatus", "OrderStatus"] {
        let outcome = inferred(name);
        assert_eq!(messages(&outcome), [""; 0], "{name}");
        assert!(outcome.subject.is_some(), "{name}");
    }
    assert_eq!(inferred("Orderstatus").findings[0].rule, "unknown_type");
}

#[test]
fn labels_and_variants_are_compared_both_ways() {
    let memory = memory(&[], &[status()]);
    let exact = [
        ("Placed", "placed"),
        ("Paid", "paid"),
        ("Shipped", "shipped"),
    ];
    assert_eq!(
        messages(&check(&order_status(&exact, false, true), &memory)),
        [""; 0]
    );

    let drifted = [
        ("Placed", "placed"),
        ("Pad", "pad"),
        ("Refunded", "refunded"),
    ];
    assert_eq!(
        messages(&check(&order_status(&drifted, false, false), &memory)),
        [
            "enum_label_unknown @21: `OrderStatus::Pad` stands for label `pad`, which `public.order_status` does not have",
            "enum_label_unknown @31: `OrderStatus::Refunded` has no label, and label `shipped` of `public.order_status` has no variant",
        ]
    );
    // Of two it is not known which is which.
    let two = [
        ("Placed", "placed"),
        ("Lost", "lost"),
        ("Refunded", "refunded"),
    ];
    assert_eq!(
        messages(&check(&order_status(&two, false, false), &memory)),
        [
            "enum_label_missing @0: labels `paid` and `shipped` of `public.order_status` have no variant in `OrderStatus`",
            "enum_label_unknown @21: `OrderStatus::Lost` stands for label `lost`, which `public.order_status` does not have",
            "enum_label_unknown @31: `OrderStatus::Refunded` stands for label `refunded`, which `public.order_status` does not have",
        ]
    );
    // `other` absorbs labels, not variants.
    assert_eq!(
        messages(&check(
            &order_status(&[("Placed", "placed")], true, false),
            &memory
        )),
        [""; 0]
    );
    let twice = [
        ("Placed", "placed"),
        ("Open", "placed"),
        ("Paid", "paid"),
        ("Shipped", "shipped"),
    ];
    assert_eq!(
        messages(&check(&order_status(&twice, false, false), &memory)),
        [
            "duplicate_label @21: `OrderStatus::Placed` and `OrderStatus::Open` both stand for label `placed`"
        ]
    );
    let swapped = [
        ("Paid", "paid"),
        ("Placed", "placed"),
        ("Shipped", "shipped"),
    ];
    assert_eq!(
        messages(&check(&order_status(&swapped, false, true), &memory)),
        [
            "enum_label_order @6: `OrderStatus::Paid` stands before `OrderStatus::Placed`, but in `public.order_status` label `paid` comes after `placed`"
        ]
    );
}

#[test]
fn a_forgotten_rename_all_is_one_mistake() {
    let memory = memory(&[], &[status()]);
    let bare = [
        ("Placed", "~Placed"),
        ("Paid", "~Paid"),
        ("Shipped", "~Shipped"),
    ];
    let outcome = check(&order_status(&bare, false, false), &memory);
    assert_eq!(
        messages(&outcome),
        [
            "enum_label_unknown @0: the variants of `OrderStatus` are labels of `public.order_status` in snake_case"
        ]
    );
    assert_eq!(
        outcome.findings[0].help,
        ["write `#[conformant(rename_all = \"snake_case\")]`"]
    );
}

#[test]
fn a_wrong_rename_all_is_one_mistake() {
    let mut status = status();
    status.labels = ["placed", "in_transit", "sent_back", "lost"]
        .map(str::to_owned)
        .to_vec();
    let memory = memory(&[], &[status]);
    let lower = |written: Option<&str>, variants: &[(&str, &str)]| {
        let mut claim = order_status(variants, false, false);
        if let Subject::Enum(labels) = &mut claim.subject {
            labels.rename_all = written.map(|written| placed(written, 3));
        }
        let outcome = check(&claim, &memory);
        let help = outcome.findings[0].help.clone();
        (messages(&outcome), help)
    };
    let lowercase = [
        ("Placed", "~placed"),
        ("InTransit", "~intransit"),
        ("SentBack", "~sentback"),
        ("Lost", "missing"),
    ];
    // What is wrong besides is told as well.
    let (said, help) = lower(Some("#[sqlx(rename_all = \"lowercase\")]"), &lowercase);
    assert_eq!(
        said,
        [
            "enum_label_unknown @3: the variants of `OrderStatus` are labels of `public.order_status` in snake_case, not in lowercase",
            "enum_label_unknown @41: `OrderStatus::Lost` has no label, and label `lost` of `public.order_status` has no variant",
        ]
    );
    assert_eq!(help, ["write `#[sqlx(rename_all = \"snake_case\")]`"]);
    let one = [
        ("Placed", "~placed"),
        ("InTransit", "~intransit"),
        ("Lost", "~lost"),
        ("SentBack", "sent_back"),
    ];
    let (said, help) = lower(Some("#[sqlx(rename_all = \"lowercase\")]"), &one);
    assert_eq!(said.len(), 1);
    assert_eq!(help, ["write `#[sqlx(rename_all = \"snake_case\")]`"]);
    // One variant is no convention.
    let (said, help) = lower(None, &one);
    assert_eq!(said.len(), 1);
    assert!(help[0].contains("rename = \"in_transit\""), "{help:?}");
}

#[test]
fn an_enum_may_be_bound_to_a_domain_or_to_text_and_to_nothing_else() {
    let mut ty = status();
    ty.kind = TypeKind::Domain;
    let claim = order_status(&[("Any", "any")], false, false);
    assert_eq!(
        messages(&check(&claim, &memory(&[], &[ty.clone()]))),
        [""; 0]
    );
    ty.kind = TypeKind::Composite;
    assert_eq!(
        messages(&check(&claim, &memory(&[], &[ty]))),
        [
            "type_kind_mismatch @0: `OrderStatus` is an enum, but `public.order_status` is a composite type"
        ]
    );
    let mut text = claim;
    if let Subject::Enum(labels) = &mut text.subject {
        labels.ty.name = Some(placed("text", 1));
    }
    let outcome = check(&text, &memory(&[], &[]));
    assert_eq!(
        outcome.subject,
        Some(Resolved::Builtin(SqlType::Builtin("text".to_owned())))
    );
}

#[test]
fn an_enum_over_a_domain_over_an_enum_has_its_labels() {
    let domain = UserType {
        name: QualifiedName::new("public", "open_status"),
        kind: TypeKind::Domain,
        base: Some(SqlType::Enum(status().name)),
        ..UserType::default()
    };
    let mut claim = order_status(&[("Placed", "placed"), ("Gone", "gone")], true, false);
    if let Subject::Enum(labels) = &mut claim.subject {
        labels.ty.name = Some(placed("open_status", 1));
    }
    let outcome = check(&claim, &memory(&[], &[status(), domain]));
    assert_eq!(
        outcome.files,
        [
            "public/types/open_status.json",
            "public/types/order_status.json"
        ]
    );
    assert_eq!(outcome.findings[0].rule, "enum_label_unknown");
}
