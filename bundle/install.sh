#!/usr/bin/env bash
# Installs what lies beside it on a Debian 12, without network: Debian packages, wuxiao, fonts. Run again it
# upgrades; with --uninstall it removes wuxiao and keeps every campaign.
set -euo pipefail
here=$(dirname -- "$(readlink -f -- "$0")")
home=/opt/wuxiao
command=/usr/local/bin/wuxiao
packages=$here/packages.txt

usage='用法 / usage:
  sudo ./install.sh                安装，再次运行即升级 / install, or upgrade
  sudo ./install.sh --uninstall    卸载，活动和数据不动 / remove the program, keep all data'

main() {
    case ${1-} in
    '') ;;
    --uninstall)
        uninstall
        return
        ;;
    *) printf '%s\n' "$usage" >&2 && exit 2 ;;
    esac
    require_root
    require_debian
    say "正在核对文件是否完整" "checking that every file is whole"
    (cd -- "$here" && sha256sum --check --quiet --strict SHA256SUMS) ||
        fail "文件不完整，请重新复制压缩包再解开。" "Files are damaged: copy and unpack the archive again."
    install_packages
    [[ -d $here/wheels ]] || { say "LibreOffice 装好了，旧格式（.doc、.wps、.xls、.et）可以读了" "LibreOffice is installed" && return; }
    install_wuxiao
    say "装好了：$(wuxiao_version)" "installed"
    printf '\n%s\n%s\n%s\n' \
        "开始使用：运行 wuxiao serve，在本机浏览器里打开它显示的链接。" \
        "给办公室的其他电脑用，见手册“部署”。卸载：$home/install.sh --uninstall" \
        "Begin with: wuxiao serve"
}

require_root() {
    ((EUID == 0)) || fail "请用管理员身份运行：sudo $0 $*" "Run it as root."
}

require_debian() {
    local ID='' VERSION_ID=''
    # shellcheck disable=SC1091 # the system's own
    [[ ! -r /etc/os-release ]] || . /etc/os-release
    [[ $ID == debian && $VERSION_ID == 12 && $(dpkg --print-architecture) == amd64 ]] ||
        fail "只能装在 64 位（amd64）的 Debian 12 上，这台电脑是 ${ID:-未知系统} ${VERSION_ID}。" "Only Debian 12 on amd64 will do."
}

install_packages() { # by apt, from the folder beside this file alone
    local lists names
    mapfile -t names <"$packages"
    lists=$(mktemp -d)
    mkdir "$lists/lists" "$lists/cache"
    printf 'deb [trusted=yes] copy:%s ./\n' "${here// /%20}/debs" >"$lists/sources.list"
    local apt=(
        env DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 apt-get -qq -y
        -o Dir::Etc::SourceList="$lists/sources.list" -o Dir::Etc::SourceParts=-
        -o Dir::State::Lists="$lists/lists" -o Dir::Cache="$lists/cache"
        -o APT::Sandbox::User=root -o DPkg::Lock::Timeout=600 -o DPkg::Use-Pty=0
    )
    say "正在安装系统软件包，可能要几分钟" "installing Debian packages, this can take minutes"
    quietly dpkg --configure -a # what an interrupted installation left half-way
    quietly "${apt[@]}" update
    # What is there already stays as it is, and nothing is removed for it.
    quietly "${apt[@]}" --no-install-recommends --no-remove --no-upgrade install "${names[@]}"
    rm -rf "$lists"
}

install_wuxiao() { # beside the version in use, which changes places with it when all is there
    local now release wheel
    now=$(readlink -- "$home/current" 2>/dev/null || true)
    release=$home/$(date +%Y%m%d%H%M%S)-$$
    wheel=("$here"/wuxiao-*.whl)
    say "正在安装程序" "installing the program"
    mkdir -p "$home"
    quietly python3 -m venv "$release"
    local pip=("$release/bin/python" -m pip --quiet --no-input --disable-pip-version-check install --no-index)
    quietly env -u PIP_CONFIG_FILE PIP_FIND_LINKS= "${pip[@]}" --require-hashes --find-links "$here/wheels" -r "$here/requirements.lock"
    quietly "${pip[@]}" --no-deps "${wheel[0]}"
    mkdir -p "$release/share/wuxiao"
    cp -r "$here/fonts" "$release/share/wuxiao/fonts"
    quietly "$release/bin/wuxiao" --version
    ln -sfn "$release" "$home/.next" && mv -T "$home/.next" "$home/current"
    ln -sfn "$home/current/bin/wuxiao" "$command"
    cp "$here/install.sh" "$home/install.sh"
    local old
    for old in "$home"/*/; do # the one before stays: a service that runs goes on with it until it is started again
        old=${old%/}
        [[ $old == "$release" || $old == "$now" || $old == "$home/current" ]] || rm -rf "$old"
    done
    [[ -z $now ]] || say "正在运行的 wuxiao serve 重新启动后用新版" "a running service takes the new version when it is started again"
}

wuxiao_version() { "$command" --version; }

uninstall() {
    require_root --uninstall
    local unit
    for unit in /etc/systemd/system/wuxiao*.service; do
        [[ ! -e $unit ]] || fail "系统服务还在：$unit。请先停用并删除它，再卸载。" \
            "A systemd unit is still there: systemctl disable --now $(basename "$unit"); rm $unit"
    done
    [[ ! -L $command || $(readlink -- "$command") != "$home"/* ]] || rm -f "$command"
    rm -rf "$home"
    say "已卸载。活动和数据没有动：在各用户的 ~/.local/state/wuxiao，或启动时用 --data 指定的文件夹里" "removed; all data is kept"
    say "系统软件包也没有动，它们可能另有用处" "Debian packages are kept, too"
}

quietly() { # shows what the command says only if it fails
    local output
    output=$("$@" </dev/null 2>&1) && return
    printf '%s\n' "$output" >&2
    fail "没有装成，原因见上。原来装好的没有动；排除后再次运行即可。" "Not installed; the reason is above. Run it again to go on."
}

say() { printf '▸ %s / %s\n' "$1" "$2" >&2; }

fail() {
    printf '%s\n' "$@" >&2
    exit 4
}

main "$@"
