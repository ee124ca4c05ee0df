SELECT json_build_object(
    'is', 'server',
    'version', current_setting('server_version_num')::int4
)
