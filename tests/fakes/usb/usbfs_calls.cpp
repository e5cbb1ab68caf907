// The linker sends every call of open(), close(), ioctl(), read() and lseek() here (--wrap), and names the
// originals __real_*.
#include <fcntl.h>
#include <linux/ioctl.h>
#include <unistd.h>

#include <cstdarg>

#include "tests/fakes/usb/fake_usbfs.hpp"

using scrm::fakes::FakeUsbfs;

// NOLINTBEGIN(bugprone-reserved-identifier,readability-identifier-naming): the linker's names
extern "C" {
int __real_open(const char* path, int flags, ...);
int __real_close(int descriptor);
int __real_ioctl(int descriptor, unsigned long request, ...);
ssize_t __real_read(int descriptor, void* room, size_t size);
off_t __real_lseek(int descriptor, off_t offset, int from);

int __wrap_open(const char* path, int flags, ...) {
    va_list arguments;
    va_start(arguments, flags);
    const auto mode = (flags & O_CREAT) != 0 ? va_arg(arguments, mode_t) : mode_t{};
    va_end(arguments);
    FakeUsbfs* device = FakeUsbfs::at(path);
    return device != nullptr ? device->open_node() : __real_open(path, flags, mode);
}

int __wrap_close(int descriptor) {
    if (FakeUsbfs* device = FakeUsbfs::at(descriptor))
        device->close_node();
    return __real_close(descriptor);
}

int __wrap_ioctl(int descriptor, unsigned long request, ...) {
    va_list arguments;
    va_start(arguments, request);
    void* argument = va_arg(arguments, void*);
    va_end(arguments);
    FakeUsbfs* device = _IOC_TYPE(request) == 'U' ? FakeUsbfs::at(descriptor) : nullptr;
    return device != nullptr ? device->control(request, argument)
                             : __real_ioctl(descriptor, request, argument);
}

ssize_t __wrap_read(int descriptor, void* room, size_t size) {
    FakeUsbfs* device = FakeUsbfs::at(descriptor);
    return device != nullptr ? device->read_descriptors({static_cast<unsigned char*>(room), size})
                             : __real_read(descriptor, room, size);
}

off_t __wrap_lseek(int descriptor, off_t offset, int from) {
    FakeUsbfs* device = FakeUsbfs::at(descriptor);
    if (device == nullptr)
        return __real_lseek(descriptor, offset, from);
    device->rewind();
    return 0;
}
}
// NOLINTEND(bugprone-reserved-identifier,readability-identifier-naming)
