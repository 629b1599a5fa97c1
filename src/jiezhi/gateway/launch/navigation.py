"""Where a notice about a link leads."""

from jiezhi.gateway.launch.actions import OWN_LINK
from jiezhi.kit.links import register_link

register_link(OWN_LINK, "launch:own_link")
