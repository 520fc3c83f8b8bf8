"""A real RTSP server (gst-rtsp-server) for tests: serves one pre-encoded MP4 clip at its own pace.

usage: rtsp-server.py CLIP {h264|h265} {none|basic|digest} [USER PASSWORD]
Prints "port N" when it listens on 127.0.0.1, and ends with its standard input.
"""

import sys
import threading

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtsp", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstRtsp, GstRtspServer  # noqa: E402


def protect(server, factory, scheme, user, password):
    auth = GstRtspServer.RTSPAuth()
    method = GstRtsp.RTSPAuthMethod.DIGEST if scheme == "digest" else GstRtsp.RTSPAuthMethod.BASIC
    auth.set_supported_methods(method)
    token = GstRtspServer.RTSPToken()
    token.set_string(GstRtspServer.RTSP_TOKEN_MEDIA_FACTORY_ROLE, "viewer")
    if scheme == "digest":
        auth.add_digest(user, password, token)
    else:
        auth.add_basic(GstRtspServer.RTSPAuth.make_basic(user, password), token)
    server.set_auth(auth)
    permissions = GstRtspServer.RTSPPermissions()
    permissions.add_permission_for_role("viewer", GstRtspServer.RTSP_PERM_MEDIA_FACTORY_ACCESS, True)
    permissions.add_permission_for_role("viewer", GstRtspServer.RTSP_PERM_MEDIA_FACTORY_CONSTRUCT, True)
    factory.set_permissions(permissions)


def main():
    clip, codec, scheme = sys.argv[1:4]
    Gst.init(None)
    factory = GstRtspServer.RTSPMediaFactory()
    factory.set_launch(
        f'( filesrc location="{clip}" ! qtdemux ! {codec}parse ! rtp{codec}pay name=pay0 pt=96 config-interval=-1 )'
    )
    server = GstRtspServer.RTSPServer()
    server.set_address("127.0.0.1")
    server.set_service("0")
    server.get_mount_points().add_factory("/stream", factory)
    if scheme != "none":
        protect(server, factory, scheme, *sys.argv[4:6])
    server.attach(None)
    loop = GLib.MainLoop()
    threading.Thread(target=lambda: (sys.stdin.read(), loop.quit()), daemon=True).start()
    print(f"port {server.get_bound_port()}", flush=True)
    loop.run()


main()
