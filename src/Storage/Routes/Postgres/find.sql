select decision from registry.route where workspace = $1 and route_id = $2
