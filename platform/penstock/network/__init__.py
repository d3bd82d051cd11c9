"""The only way out to a tenant's stores: the egress policy and the protocol of a store client."""
