"""PostgreSQL and Valkey on this machine, for evaluation, development and tests. Production never installs them."""

from lscp_portal.ops.embedded.servers import Servers, ephemeral, has_own_servers

__all__ = ["Servers", "ephemeral", "has_own_servers"]
