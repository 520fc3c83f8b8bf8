"""A real RTSP server (gst-rtsp-server) for tests: serves pre-encoded MP4 clips, each at its own pace.

usage: rtsp-server.py JSON, where JSON is
{"streams": [{"path", "clip", "codec": "h264"|"h265", "transport": "tcp"|"udp"|"both"}],
 "login": {"scheme": "basic"|"digest", "user", "password"} or null}
Prints "port N" when it listens on 127.0.0.1, and ends with its standard input.
"""

import json
import sys
import threading

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtsp", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstRtsp, GstRtspServer  # noqa: E402

UDP = GstRtsp.RTSPLowerTrans.UDP
TCP = GstRtsp.RTSPLowerTrans.TCP
TRANSPORTS = {"tcp": TCP, "udp": UDP, "both": UDP | TCP}


def make_factory(clip, codec, transport):
    factory = GstRtspServer.RTSPMediaFactory()
    factory.set_launch(
        f'( filesrc location="{clip}" ! qtdemux ! {codec}parse ! rtp{codec}pay name=pay0 pt=96 config-interval=-1 )'
    )
    factory.set_protocols(TRANSPORTS[transport])
    return factory


def make_auth(scheme, user, password):
    auth = GstRtspServer.RTSPAuth()
    method = GstRtsp.RTSPAuthMethod.DIGEST if scheme == "digest" else GstRtsp.RTSPAuthMethod.BASIC
    auth.set_supported_methods(method)
    token = GstRtspServer.RTSPToken()
    token.set_string(GstRtspServer.RTSP_TOKEN_MEDIA_FACTORY_ROLE, "viewer")
    if scheme == "digest":
        auth.add_digest(user, password, token)
    else:
        auth.add_basic(GstRtspServer.RTSPAuth.make_basic(user, password), token)
    return auth


def for_viewers_alone(factory):
    permissions = GstRtspServer.RTSPPermissions()
    permissions.add_permission_for_role("viewer", GstRtspServer.RTSP_PERM_MEDIA_FACTORY_ACCESS, True)
    permissions.add_permission_for_role("viewer", GstRtspServer.RTSP_PERM_MEDIA_FACTORY_CONSTRUCT, True)
    factory.set_permissions(permissions)


def main():
    asked = json.loads(sys.argv[1])
    Gst.init(None)
    server = GstRtspServer.RTSPServer()
    server.set_address("127.0.0.1")
    server.set_service("0")
    if asked["login"] is not None:
        server.set_auth(make_auth(**asked["login"]))
    for stream in asked["streams"]:
        factory = make_factory(stream["clip"], stream["codec"], stream["transport"])
        if asked["login"] is not None:
            for_viewers_alone(factory)
        server.get_mount_points().add_factory(stream["path"], factory)
    server.attach(None)
    loop = GLib.MainLoop()
    threading.Thread(target=lambda: (sys.stdin.read(), loop.quit()), daemon=True).start()
    print(f"port {server.get_bound_port()}", flush=True)
    loop.run()


main()
