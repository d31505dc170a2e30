select count(*)::integer from registry.instance where workspace = $1
