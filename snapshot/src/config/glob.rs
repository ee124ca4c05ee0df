/// Whether `pattern` stands for the whole of `text`: `*` for any characters, none included, `?`
/// for one, everything else for itself.
pub fn glob(pattern: &str, text: &str) -> bool {
    let (mut pattern, mut text) = (pattern.chars(), text.chars());
    // Where to go on when the characters differ: behind the last `*`, which then takes one more.
    let mut retry = None;
    loop {
        let at = text.clone();
        match (pattern.next(), text.next()) {
            (None, None) => return true,
            (Some('*'), _) => {
                text = at.clone();
                retry = Some((pattern.clone(), at));
            }
            (Some('?'), Some(_)) => {}
            (Some(p), Some(t)) if p == t => {}
            _ => {
                let Some((after_star, taken)) = &mut retry else {
                    return false;
                };
                if taken.next().is_none() {
                    return false;
                }
                (pattern, text) = (after_star.clone(), taken.clone());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::glob;

    #[test]
    fn stars_and_question_marks() {
        for (pattern, text, expected) in [
            ("public.users", "public.users", true),
            ("public.users", "public.users2", false),
            ("*.tmp_*", "public.tmp_", true),
            ("*.tmp_*", "public.tmp_a.b", true),
            ("*.tmp_*", "public.temp_a", false),
            ("a*b*c", "aXbXbXc", true),
            ("a*b*c", "aXbXbX", false),
            ("?", "", false),
            ("?", "é", true),
            ("*", "", true),
            ("", "", true),
            ("", "a", false),
            ("**a", "ba", true),
            ("[a]", "a", false),
        ] {
            assert_eq!(glob(pattern, text), expected, "{pattern} {text}");
        }
    }
}
