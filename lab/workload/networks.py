"""Networks, subnets, routers, security groups and ports."""
from cloud import call, ensure

ALPHA_PORTS = {
    # name: (addresses by subnet, security groups, further attributes)
    "web1-port": ({"alpha-subnet": "10.10.1.11"}, ["web"],
                  {"allowed_address_pairs": [{"ip_address": "10.10.1.100"}], "mac_address": "fa:16:3e:aa:00:11"}),
    "vip": ({"alpha-subnet": "10.10.1.100"}, None, {}),
    "db1-port": ({"alpha-subnet": "10.10.1.21", "alpha-subnet2": "10.10.2.21"}, ["db", "web"], {}),
}


def make_network(cloud, name, **words):
    return ensure(cloud.network, "/networks", "network", {"name": name, **words})["id"]


def make_subnet(cloud, name, network_id, cidr, **words):
    body = {"name": name, "network_id": network_id, "ip_version": 6 if ":" in cidr else 4, "cidr": cidr, **words}
    return ensure(cloud.network, "/subnets", "subnet", body)["id"]


def make_external_network(admin, prefix):
    """The network `ext` of a cloud; gives its id. Floating IPs are .100 to .200."""
    network = make_network(admin, "ext", **{"router:external": True, "provider:network_type": "flat",
                                            "provider:physical_network": "physnet1"})
    make_subnet(admin, "ext-subnet", network, f"{prefix}.0/24", gateway_ip=f"{prefix}.1", enable_dhcp=False,
                allocation_pools=[{"start": f"{prefix}.100", "end": f"{prefix}.200"}])
    return network


def make_tenant_network(cloud, name, cidr, external_id, **words):
    """A network with a subnet behind a router; gives (network id, subnet id)."""
    network = make_network(cloud, f"{name}-net")
    subnet = make_subnet(cloud, f"{name}-subnet", network, cidr, **words)
    router = ensure(cloud.network, "/routers", "router", {
        "name": f"{name}-router", "external_gateway_info": {"network_id": external_id}})["id"]
    ports = call(cloud.network, "GET", f"/ports?device_id={router}")["ports"]
    if not any(address["subnet_id"] == subnet for port in ports for address in port["fixed_ips"]):
        call(cloud.network, "PUT", f"/routers/{router}/add_router_interface", {"subnet_id": subnet})
    return network, subnet


def make_group(cloud, name):
    body = {"name": name, "description": f"{name} group"}
    return ensure(cloud.network, "/security-groups", "security_group", body)["id"]


def add_rule(cloud, group, protocol, tcp_ports=(None, None), **words):
    body = {"security_group_id": group, "direction": "ingress", "ethertype": "IPv4", "protocol": protocol,
            "port_range_min": tcp_ports[0], "port_range_max": tcp_ports[1], **words}
    call(cloud.network, "POST", "/security-group-rules", {"security_group_rule": body}, accept=(409,))


def make_groups(alice, carol, erin):
    """web and db name each other and db itself; two groups of one name are in beta and corp-web. Gives alpha's ids."""
    web, db = make_group(alice, "web"), make_group(alice, "db")
    add_rule(alice, web, "tcp", (80, 81), remote_ip_prefix="0.0.0.0/0")
    add_rule(alice, web, "icmp", remote_ip_prefix="0.0.0.0/0")
    add_rule(alice, web, "tcp", (8080, 8080), remote_group_id=db)
    add_rule(alice, db, "tcp", (3306, 3306), remote_group_id=web)
    add_rule(alice, db, "tcp", (4567, 4567), remote_group_id=db)
    for cloud in (carol, erin):
        group = make_group(cloud, "open")
        add_rule(cloud, group, "tcp", (80, 81))
        add_rule(cloud, group, "icmp")
    return {"web": web, "db": db}


def make_alpha(alice, external_id, groups):
    """Alpha's network with three subnets, one of them IPv6, and its ports. Gives (network id, port ids by name)."""
    network, first = make_tenant_network(
        alice, "alpha", "10.10.1.0/24", external_id, dns_nameservers=["10.10.1.53"],
        host_routes=[{"destination": "10.77.0.0/16", "nexthop": "10.10.1.254"}])
    second = make_subnet(alice, "alpha-subnet2", network, "10.10.2.0/24", enable_dhcp=False)
    make_subnet(alice, "alpha-subnet6", network, "fd00:10::/64", ipv6_ra_mode="slaac", ipv6_address_mode="slaac")
    call(alice.network, "PUT", f"/networks/{network}/tags/prod")
    subnets, ports = {"alpha-subnet": first, "alpha-subnet2": second}, {}
    for name, (addresses, group_names, words) in ALPHA_PORTS.items():
        body = {"name": name, "network_id": network, **words,
                "fixed_ips": [{"subnet_id": subnets[at], "ip_address": ip} for at, ip in addresses.items()]}
        if group_names:
            body["security_groups"] = [groups[each] for each in group_names]
        ports[name] = ensure(alice.network, "/ports", "port", body)["id"]
    return network, ports


def make_networks(admin, users, prefix):
    """Gives network ids by name, and port ids by name."""
    alice, carol, erin = users["alice"], users["carol"], users["erin"]
    external = make_external_network(admin, prefix)
    groups = make_groups(alice, carol, erin)
    alpha, ports = make_alpha(alice, external, groups)
    shared = make_network(admin, "shared-net", shared=True)
    make_subnet(admin, "shared-subnet", shared, "10.99.0.0/24", gateway_ip=None)
    beta, _ = make_tenant_network(carol, "beta", "10.10.1.0/24", external)  # the same range as alpha's
    corp, _ = make_tenant_network(erin, "corp", "10.30.0.0/24", external)
    return {"ext": external, "alpha-net": alpha, "shared-net": shared, "beta-net": beta, "corp-net": corp}, ports
