"""Service users and catalog of one cloud.

bootstrap.py KEYSTONE_URL ADMIN_PASSWORD SERVICE_PASSWORD INTERNAL_ADDRESS NAME=TCP_PORT...
"""
import sys

from openstack import connection

TYPES = {
    "glance": ("image", ""),
    "placement": ("placement", ""),
    "nova": ("compute", "/v2.1"),
    "neutron": ("network", ""),
    "cinder": ("volumev3", "/v3/%(project_id)s"),
}


def main(url, admin_password, service_password, internal_address, *services):
    identity = connection.Connection(
        auth=dict(auth_url=url, username="admin", password=admin_password, project_name="admin",
                  user_domain_name="Default", project_domain_name="Default"),
        region_name="RegionOne").identity
    project = identity.create_project(name="service", domain_id="default")
    admin = identity.find_role("admin")
    for word in services:
        name, tcp_port = word.split("=")
        service_type, path = TYPES[name]
        user = identity.create_user(name=name, password=service_password, domain_id="default")
        identity.assign_project_role_to_user(project, user, admin)
        service = identity.create_service(name=name, type=service_type)
        for interface in ("public", "internal", "admin"):
            address = "127.0.0.1" if interface == "public" else internal_address
            identity.create_endpoint(service_id=service.id, interface=interface, region_id="RegionOne",
                                     url=f"http://{address}:{tcp_port}{path}")


main(*sys.argv[1:])
