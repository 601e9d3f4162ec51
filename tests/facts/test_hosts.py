import pytest

from audit.facts.hosts import Tenant, owner_domain, tenant_of
from audit.facts.url import parse_url


class TestTenants:
    @pytest.mark.parametrize(
        ("raw", "tenant"),
        [
            ("https://ab1.exactdn.com/a.jpg", Tenant("ab1.exactdn.com", "ab1")),
            ("https://s3-eu-west-1.amazonaws.com/lake/a.jpg", Tenant("s3-eu-west-1.amazonaws.com/lake", "lake")),
            (
                "https://s3.dualstack.us-east-1.amazonaws.com/lake/a",
                Tenant("s3.dualstack.us-east-1.amazonaws.com/lake", "lake"),
            ),
            ("https://a.lake.s3.amazonaws.com/a.jpg", Tenant("a.lake.s3.amazonaws.com", "a.lake")),
            ("https://lake.fra1.digitaloceanspaces.com/a", Tenant("lake.fra1.digitaloceanspaces.com", "lake.fra1")),
            ("https://fra1.digitaloceanspaces.com/lake/a", Tenant("fra1.digitaloceanspaces.com/lake", "lake")),
            ("https://lake.storage.googleapis.com/a.jpg", Tenant("lake.storage.googleapis.com", "lake")),
            ("https://cdn.shopify.com/s/files/1/12/34/files/a.jpg", Tenant("cdn.shopify.com/s/files/1/12/34", "12/34")),
            ("https://lake.example/a.jpg", None),
            ("https://s3.amazonaws.com/", None),
        ],
    )
    def test_who_rents(self, raw, tenant):
        assert tenant_of(parse_url(raw)) == tenant

    @pytest.mark.parametrize("host", [f"x.s3{'-a' * 40}.example", f"x{'.s3' * 50_000}.example"])
    def test_a_host_that_only_looks_like_a_bucket_is_nobodys(self, host):
        assert tenant_of(parse_url(f"https://{host}/a.jpg")) is None

    @pytest.mark.parametrize(
        ("host", "owner"),
        [
            ("www.lake.example", "lake.example"),
            ("lake.wordpress.com", "lake.wordpress.com"),
            ("lake.substack.com", "lake.substack.com"),
            ("lake.github.io", "lake.github.io"),
            ("10.0.0.1", "10.0.0.1"),
        ],
    )
    def test_owner_domain(self, host, owner):
        assert owner_domain(host) == owner
