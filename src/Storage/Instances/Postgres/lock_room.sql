select workspace from registry.instance_room where workspace = $1 for update
