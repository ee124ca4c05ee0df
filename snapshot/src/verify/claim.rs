//! The JSON form of a claim: what a comparison looks at, without the places, which are the source's.

use serde_json::Value;

use crate::claim::{
    Access, Claim, CompositeClaim, Declared, EnumClaim, Field, Model, NewtypeClaim, Place, Placed,
    Shape, Subject, TypeName, Variant,
};
use crate::codec::{Codec, DecodeError, field, member, string};

/// [`Codec`] for the members that are named; what is not has its default.
macro_rules! members {
    ($name:ident { $($field:ident,)* }) => {
        impl Codec for $name {
            fn encode(&self, out: &mut String, depth: usize) {
                out.push('{');
                let mut first = true;
                $(member(out, &mut first, depth, stringify!($field), &self.$field);)*
                out.push('}');
            }

            fn decode(value: &Value) -> Result<Self, DecodeError> {
                let mut this = Self::default();
                $(this.$field = field(value, stringify!($field))?;)*
                Ok(this)
            }
        }
    };
}

members! { Claim { item, subject, } }
members! { Model { table, schema, shape, fields, flattened, access, constraints, } }
members! { Access { upsert, } }
members! { Field { name, column, ty, holds, none_is_no_value, optional, references, } }
members! { Declared { types, nullable, null_by, } }
members! { EnumClaim { ty, variants, other, ordered, } }
members! { Variant { name, label, } }
members! { NewtypeClaim { ty, inner, } }
members! { CompositeClaim { ty, fields, domains_by_name, } }
members! { TypeName { name, schema, } }

impl Codec for Placed {
    fn encode(&self, out: &mut String, _: usize) {
        string(out, &self.text);
    }

    fn decode(value: &Value) -> Result<Self, DecodeError> {
        let text = String::decode(value)?;
        Ok(Self {
            text,
            place: Place::default(),
        })
    }
}

impl Codec for [String; 2] {
    fn encode(&self, out: &mut String, depth: usize) {
        self.to_vec().encode(out, depth);
    }

    fn decode(value: &Value) -> Result<Self, DecodeError> {
        let list = Vec::<String>::decode(value)?;
        Self::try_from(list).map_err(|_| DecodeError::expected("two strings"))
    }
}

/// That it is there.
impl Codec for Place {
    fn encode(&self, out: &mut String, depth: usize) {
        true.encode(out, depth);
    }

    fn decode(_: &Value) -> Result<Self, DecodeError> {
        Ok(Self::default())
    }
}

const SHAPES: [(Shape, &str); 4] = [
    (Shape::Full, "full"),
    (Shape::Partial, "partial"),
    (Shape::Insert, "insert"),
    (Shape::Update, "update"),
];

impl Codec for Shape {
    fn encode(&self, out: &mut String, _: usize) {
        let word = SHAPES.iter().find(|(shape, _)| shape == self);
        string(out, word.map_or("full", |(_, word)| word));
    }

    fn decode(value: &Value) -> Result<Self, DecodeError> {
        let known = SHAPES.iter().find(|(_, word)| value.as_str() == Some(word));
        known
            .map(|(shape, _)| *shape)
            .ok_or_else(|| DecodeError::expected("`full`, `partial`, `insert` or `update`"))
    }
}

impl Codec for Subject {
    fn encode(&self, out: &mut String, depth: usize) {
        let mut of = |kind: &str, encode: &dyn Fn(&mut String)| {
            out.push('{');
            string(out, kind);
            out.push_str(": ");
            encode(out);
            out.push('}');
        };
        match self {
            Self::Model(model) => of("model", &|out| model.encode(out, depth)),
            Self::Enum(labels) => of("enum", &|out| labels.encode(out, depth)),
            Self::Composite(composite) => of("composite", &|out| composite.encode(out, depth)),
            Self::Newtype(newtype) => of("newtype", &|out| newtype.encode(out, depth)),
            Self::Opaque(ty) => of("opaque", &|out| ty.encode(out, depth)),
            Self::Transparent(inner) => of("transparent", &|out| inner.encode(out, depth)),
        }
    }

    fn decode(value: &Value) -> Result<Self, DecodeError> {
        let member = value.as_object().and_then(|members| members.iter().next());
        let (kind, value) = member.ok_or_else(|| DecodeError::expected("what the item is"))?;
        match kind.as_str() {
            "model" => Model::decode(value).map(Self::Model),
            "enum" => EnumClaim::decode(value).map(Self::Enum),
            "composite" => CompositeClaim::decode(value).map(Self::Composite),
            "newtype" => NewtypeClaim::decode(value).map(Self::Newtype),
            "opaque" => TypeName::decode(value).map(Self::Opaque),
            "transparent" => Placed::decode(value).map(Self::Transparent),
            _ => Err(DecodeError::expected("a kind of item that is known")),
        }
        .map_err(|error| error.within(kind))
    }
}
