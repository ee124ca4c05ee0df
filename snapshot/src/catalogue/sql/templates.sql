-- What constraints.sql writes a check with: the names that stand for the columns, and the words that
-- quote_ident puts into quotes.
SELECT json_build_object(
    'is', 'templates',
    'names', (
        SELECT json_agg(a.attname ORDER BY a.attnum)
        FROM pg_catalog.pg_attribute AS a
        WHERE a.attrelid = 'pg_catalog.pg_statistic'::regclass AND a.attnum > 0
    ),
    'keywords', (SELECT json_agg(k.word) FROM pg_catalog.pg_get_keywords() AS k WHERE k.catcode <> 'U')
)
