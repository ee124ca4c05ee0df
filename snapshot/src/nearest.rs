//! "Did you mean": the nearest of some names.

/// The candidate with the smallest edit distance to `name`, when it is close
/// enough to be what was meant: at most a third of the name's length, and at
/// least one. Letter case, and underscores, cost nothing.
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let fold = |text: &str| -> Vec<char> {
        text.chars()
            .filter(|c| *c != '_')
            .flat_map(char::to_lowercase)
            .collect()
    };
    let wanted = fold(name);
    candidates
        .into_iter()
        .map(|candidate| (distance(&wanted, &fold(candidate)), candidate))
        .filter(|(distance, _)| *distance <= (wanted.len() / 3).max(1))
        .min()
        .map(|(_, candidate)| candidate)
}

/// Optimal string alignment: insert, delete, replace, swap neighbours.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut rows = vec![vec![0; b.len() + 1]; a.len() + 1];
    for (i, row) in rows.iter_mut().enumerate() {
        row[0] = i;
    }
    for (j, cell) in rows[0].iter_mut().enumerate() {
        *cell = j;
    }
    for i in 1..=a.len() {
        for j in 1..=b.len() {
            let replace = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut best = replace.min(rows[i - 1][j] + 1).min(rows[i][j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(rows[i - 2][j - 2] + 1);
            }
            rows[i][j] = best;
        }
    }
    rows[a.len()][b.len()]
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn finds_typing_errors_and_nothing_far_off() {
        let columns = ["email_address", "created_at", "id"];
        assert_eq!(nearest("emial_address", columns), Some("email_address"));
        assert_eq!(nearest("createdAt", columns), Some("created_at"));
        assert_eq!(nearest("ids", columns), Some("id"));
        assert_eq!(nearest("avatar", columns), None);
    }
}
