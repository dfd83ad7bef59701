"""`wuxiao serve`, and those of its options that a service which the system starts has as well."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from generator.campaign.errors import UsageError
from generator.interfaces.arguments import existing_file, taking
from generator.interfaces.saying import say

if TYPE_CHECKING:
    from generator.interfaces.web.service import Service


@dataclass(frozen=True)
class ServingOptions:
    """How the service is reached, and what it keeps: behind `wuxiao serve` and `wuxiao service install`."""

    host: Annotated[str, typer.Option(help="提供服务的地址；默认只有本机能访问", metavar="地址")] = "127.0.0.1"
    port: Annotated[int, typer.Option(help="端口", min=1, max=65535, metavar="端口")] = 8000
    name: Annotated[list[str] | None, typer.Option(help="其他电脑访问时用的名称或地址，可写多次", metavar="名称")] = (
        None
    )
    password_file: Annotated[
        Path | None, typer.Option(help="密码文件，第一行是密码；向其他电脑提供服务时必须有", metavar="文件")
    ] = None
    tls_certificate: Annotated[Path | None, typer.Option(help="TLS 证书（PEM）", metavar="文件")] = None
    tls_key: Annotated[Path | None, typer.Option(help="TLS 私钥（PEM）", metavar="文件")] = None
    self_signed: Annotated[bool, typer.Option("--self-signed", help="没有 TLS 证书时自己做一个，到期前自动更换")] = (
        False
    )
    public_url: Annotated[str, typer.Option(help="在代理后面时，浏览器里用的完整网址", metavar="网址")] = ""
    trusted_proxy: Annotated[
        list[str] | None, typer.Option(help="代理的地址或网段，只相信它转来的访问者地址，可写多次", metavar="地址")
    ] = None
    keep_days: Annotated[
        int, typer.Option(help="多少天没有操作的活动自动删除；0 表示不自动删除", min=0, max=3650, metavar="天数")
    ] = 0
    log_days: Annotated[int, typer.Option(help="操作记录保留多少天", min=1, max=36500, metavar="天数")] = 730
    campaign_mb: Annotated[
        int, typer.Option(help="一个活动的文件最多多少兆字节", min=1, max=1_000_000, metavar="兆字节")
    ] = 4_000
    file_mb: Annotated[
        int, typer.Option(help="上传的一个文件最多多少兆字节", min=1, max=1_000_000, metavar="兆字节")
    ] = 500

    def require_one_certificate(self) -> None:
        """Raises UsageError where the certificate is the office's own and self-signed at once, or half of one."""
        if self.self_signed and (self.tls_certificate or self.tls_key):
            raise UsageError("有了自己的 TLS 证书，就不必写 --self-signed。请只写一种。")
        if bool(self.tls_certificate) != bool(self.tls_key):
            raise UsageError("--tls-certificate 和 --tls-key 要一起写。")

    def service_in(self, root: Path) -> Service:
        """The service of that folder. Raises UsageError for whatever would keep it from being reached."""
        from generator.interfaces.web.front.given_certificate import require_pair
        from generator.interfaces.web.front.proxies import proxies
        from generator.interfaces.web.front.public import host_name, public_address
        from generator.interfaces.web.front.self_signed import certificate_files
        from generator.interfaces.web.limits import Bounds
        from generator.interfaces.web.service import Service, read_password

        password = existing_file(self.password_file, "--password-file")
        certificate = existing_file(self.tls_certificate, "--tls-certificate")
        key = existing_file(self.tls_key, "--tls-key")
        self.require_one_certificate()
        if certificate and key:
            require_pair(certificate, key)
        if self.self_signed:
            certificate, key = certificate_files(root)
        return Service(
            root=root,
            host=host_name(self.host, "--host"),
            port=self.port,
            names=tuple(host_name(one, "--name") for one in self.name or ()),
            password=read_password(password) if password else None,
            certificate=certificate,
            key=key,
            self_signed=self.self_signed,
            keep_days=self.keep_days,
            log_days=self.log_days,
            bounds=Bounds(1_000_000 * self.campaign_mb, 1_000_000 * self.file_mb),
            debug="--debug" in sys.argv,
            public=public_address(self.public_url) if self.public_url else None,
            proxies=proxies(self.trusted_proxy or ()),
        )


@dataclass(frozen=True)
class ServeArguments(ServingOptions):
    """What stands behind `wuxiao serve`, in the order of its help."""

    data: Annotated[Path | None, typer.Option(help="保存上传和生成内容的文件夹", metavar="文件夹")] = None

    def service(self) -> Service:
        """The service that they ask for. Raises UsageError."""
        from generator.interfaces.web.service import private_folder

        return self.service_in((self.data or private_folder()).absolute())


@taking(ServeArguments)
def serve(written: ServeArguments) -> None:
    """在浏览器里使用：上传、检查、生成、预览和下载。"""
    from generator.interfaces.web.serving import serve as run_service

    run_service(written.service(), say)
