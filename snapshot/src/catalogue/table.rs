//! Reading a document that holds many things of one kind, property by property.

use serde_json::Value;

use super::row::Row;
use crate::codec::{Codec, DecodeError};

/// A document with `keys`, a list of numbers, whose other members are either lists as long, or
/// objects by key, or lists of some of the keys.
pub(super) struct Table<T> {
    row: Row,
    /// Key and item, in order of the keys.
    items: Vec<(i64, T)>,
    /// The item that each element of a list belongs to.
    order: Vec<usize>,
}

impl<T> Table<T> {
    /// Starts an item for each key.
    pub(super) fn new(row: Row, mut start: impl FnMut(i64) -> T) -> Result<Self, DecodeError> {
        let keys: Vec<i64> = row.need("keys")?;
        let mut order: Vec<usize> = (0..keys.len()).collect();
        order.sort_by_key(|&n| keys[n]);
        let items = order.iter().map(|&n| (keys[n], start(keys[n]))).collect();
        // `order` says which element comes at each place; turned round, the place of each element.
        let mut places = vec![0; order.len()];
        for (place, &n) in order.iter().enumerate() {
            places[n] = place;
        }
        Ok(Self {
            row,
            items,
            order: places,
        })
    }

    /// A property that every item has.
    pub(super) fn every<V: Codec>(
        &mut self,
        key: &str,
        mut put: impl FnMut(&mut T, V),
    ) -> Result<(), DecodeError> {
        let values = self.row.value(key).and_then(Value::as_array);
        let values = values
            .filter(|values| values.len() == self.order.len())
            .ok_or_else(|| DecodeError::expected("a value a key").within(key))?;
        for (value, place) in values.iter().zip(&self.order) {
            if let Some((_, item)) = self.items.get_mut(*place) {
                put(item, V::decode(value).map_err(|e| e.within(key))?);
            }
        }
        Ok(())
    }

    /// A property that some items have.
    pub(super) fn some<V: Codec>(
        &mut self,
        key: &str,
        mut put: impl FnMut(&mut T, V),
    ) -> Result<(), DecodeError> {
        let Some(values) = self.row.value(key) else {
            return Ok(());
        };
        let values = values
            .as_object()
            .ok_or_else(|| DecodeError::expected("an object by key").within(key))?;
        for (name, value) in values {
            let place = name.parse().ok().and_then(|number| self.place(number));
            let item = place.and_then(|place| self.items.get_mut(place));
            let (_, item) =
                item.ok_or_else(|| DecodeError::expected("a key that is known").within(key))?;
            put(
                item,
                V::decode(value).map_err(|e| e.within(name).within(key))?,
            );
        }
        Ok(())
    }

    /// A property that items have or have not.
    pub(super) fn flag(
        &mut self,
        key: &str,
        mut put: impl FnMut(&mut T),
    ) -> Result<(), DecodeError> {
        for number in self.row.get::<Vec<i64>>(key)? {
            let place = self.place(number);
            let item = place.and_then(|place| self.items.get_mut(place));
            let (_, item) =
                item.ok_or_else(|| DecodeError::expected("a key that is known").within(key))?;
            put(item);
        }
        Ok(())
    }

    /// The items in order of their keys.
    pub(super) fn finish(self) -> Vec<T> {
        self.items.into_iter().map(|(_, item)| item).collect()
    }

    fn place(&self, number: i64) -> Option<usize> {
        self.items
            .binary_search_by_key(&number, |(key, _)| *key)
            .ok()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::{Row, Table};

    fn table(members: &str) -> Table<(i64, String)> {
        let row = Row::parse(&format!("{{\"keys\": [7, 3, 5]{members}}}")).unwrap();
        Table::new(row, |key| (key, String::new())).unwrap()
    }

    #[test]
    fn properties_find_their_items() {
        let mut t = table(
            r#", "name": ["seven", "three", "five"], "comment": {"5": "!"}, "loud": [3], "no": null"#,
        );
        t.every("name", |item, name: String| item.1 = name).unwrap();
        t.some("comment", |item, comment: String| item.1 += &comment)
            .unwrap();
        t.flag("loud", |item| item.1.make_ascii_uppercase())
            .unwrap();
        t.some("no", |item, _: String| item.1.clear()).unwrap();
        let items = t.finish();
        let expected = [(3, "THREE"), (5, "five!"), (7, "seven")];
        assert_eq!(items, expected.map(|(key, name)| (key, name.to_owned())));
    }

    #[test]
    fn what_does_not_fit_is_said() {
        let wrong = |members| {
            let mut t = table(members);
            let results = [
                t.every("name", |_, _: String| ()),
                t.some("comment", |_, _: String| ()),
                t.flag("loud", |_| ()),
            ];
            results
                .into_iter()
                .filter_map(Result::err)
                .map(|e| e.to_string())
                .collect::<Vec<_>>()
        };
        assert_eq!(
            wrong(r#", "name": ["a"], "comment": {"4": "x"}, "loud": [9]"#),
            [
                "expected a value a key at `name`",
                "expected a key that is known at `comment`",
                "expected a key that is known at `loud`"
            ]
        );
        assert_eq!(
            wrong(r#", "name": ["a", null, "c"], "comment": {"5": null}, "loud": ["x"]"#),
            [
                "expected a string at `name`",
                "expected a string at `comment.5`",
                "expected an integer at `loud.0`"
            ]
        );
    }
}
