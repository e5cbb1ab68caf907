#!/bin/bash
# image.sh FOLDER: builds the machine's vmlinuz, initrd.img and root.img, of Debian packages from where this host takes
# its own. Needs root. Half a minute, 300 MB.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
out=$1
work=$(mktemp -d)
root=$work/root
trap 'rm -rf "$work"' EXIT

packages=(
    systemd systemd-sysv udev dbus kmod busybox-static procps util-linux coreutils bash python3 strace apt passwd
    # who is asked whether somebody may, and who knows who sits at the machine
    polkitd libpam-systemd
    # whom the readers are shown to, and whose place we take
    pcscd libccid pcsc-tools opensc opensc-pkcs11 openssl scdaemon
)

# Kept in /debs: to go back to once ours have taken their place.
replaced=(pcscd libpcsclite1)

# What is left out of the kernel's modules makes a third of the image.
modules=(
    kernel/drivers/{usb,virtio,block,hid,char,input} kernel/net/{9p,unix} kernel/lib kernel/crypto kernel/arch
    kernel/fs/{ext4,jbd2,fuse,9p,netfs,fscache,nls,mbcache.ko,configfs,autofs} modules.{builtin,builtin.modinfo,order}
)

# Units that have nothing to do in a machine that lives for a minute.
idle_units=(
    apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer e2scrub_all.timer e2scrub_reap.service fstrim.timer
    getty@tty1.service serial-getty@ttyS0.service systemd-timesyncd.service systemd-update-utmp.service
    systemd-firstboot.service systemd-pstore.service systemd-random-seed.service systemd-binfmt.service
    systemd-machine-id-commit.service sys-kernel-debug.mount sys-kernel-tracing.mount dev-hugepages.mount dev-mqueue.mount
    # whoever wants Debian's daemon starts it
    pcscd.socket pcscd.service
)

userland() {
    local sources=() file list
    for file in /etc/apt/sources.list.d/*.sources /etc/apt/sources.list; do
        [[ ! -s $file ]] || sources+=("$file")
    done
    list=$(IFS=,; echo "${packages[*]}")
    mmdebstrap --quiet --mode=root --variant=essential --include="$list" \
        --aptopt='DPkg::Lock::Timeout "600"' --aptopt='APT::Install-Recommends "false"' \
        --dpkgopt=force-unsafe-io --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/locale/*' \
        --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/info/*' \
        bookworm "$root" "${sources[@]}"
}

# fetch PACKAGE...: into the working folder.
fetch() {
    (cd "$work" && apt-get -q -o APT::Sandbox::User=root download "$@" >/dev/null)
}

# Unpacked by hand: installed in the ordinary way it would want an initramfs generator, and run it.
kernel() {
    local package module from to
    package=$(apt-cache depends linux-image-amd64 | awk '/Depends: linux-image-[0-9]/ { print $2; exit }')
    fetch "$package"
    dpkg-deb -x "$work/$package"_*.deb "$work/kernel"
    version=$(ls "$work/kernel/lib/modules")
    cp "$work/kernel/boot/vmlinuz-$version" "$out/vmlinuz"
    from=$work/kernel/lib/modules/$version
    to=$root/lib/modules/$version
    for module in "${modules[@]}"; do
        [[ -e $from/$module ]] || continue
        mkdir -p "$to/$(dirname "$module")"
        cp -a "$from/$module" "$to/$module"
    done
    chroot "$root" depmod "$version"
}

settings() {
    local unit
    echo reader-bench >"$root/etc/hostname"
    echo '/dev/vda / ext4 defaults,noatime 0 0' >"$root/etc/fstab"
    echo 0123456789abcdef0123456789abcdef >"$root/etc/machine-id"
    mkdir -p "$root/etc/systemd/journald.conf.d" "$root/etc/systemd/system/multi-user.target.wants" "$root"/{host,state}
    printf '[Journal]\nStorage=volatile\nRateLimitIntervalSec=0\n' >"$root/etc/systemd/journald.conf.d/bench.conf"
    install -m755 "$here/guest/agent" "$root/usr/local/sbin/agent"
    install -m644 "$here/guest/agent.service" "$root/etc/systemd/system/agent.service"
    ln -sf ../agent.service "$root/etc/systemd/system/multi-user.target.wants/"
    ln -sf /lib/systemd/system/multi-user.target "$root/etc/systemd/system/default.target"
    for unit in "${idle_units[@]}"; do
        ln -sf /dev/null "$root/etc/systemd/system/$unit"
    done
    rm -rf "$root"/var/cache/apt/* "$root"/var/lib/apt/lists/*
}

way_back() {
    local package
    fetch "${replaced[@]}"
    mkdir "$root/debs"
    for package in "${replaced[@]}"; do
        cp "$work/$package"_*.deb "$root/debs/"
    done
}

# Only what it takes to find the disk.
initial_ramdisk() {
    local disk=$work/initrd module
    mkdir -p "$disk"/{bin,dev,proc,sys,new,modules}
    cp "$root/bin/busybox" "$disk/bin/"
    ln -s busybox "$disk/bin/sh"
    for module in virtio_pci virtio_blk ext4; do
        chroot "$root" modprobe -S "$version" --show-depends "$module"
    done | awk '$1 == "insmod" && !seen[$2]++ { print $2 }' | while read -r module; do
        cp "$root/$module" "$disk/modules/"
        basename "$module" >>"$disk/modules/list"
    done
    install -m755 "$here/guest/init" "$disk/init"
    (cd "$disk" && find . | cpio -o -H newc --quiet) >"$out/initrd.img"
}

disk() {
    rm -f "$out/root.img"
    truncate -s 2G "$out/root.img"
    mke2fs -q -t ext4 -O ^metadata_csum,^has_journal -E lazy_itable_init=1,nodiscard -d "$root" "$out/root.img"
}

mkdir -p "$out"
userland
kernel
settings
way_back
initial_ramdisk
disk
