#include "drivers/usb/usb_session.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

#include "drivers/usb/configuration.hpp"

namespace scrm::usb {
namespace {

constexpr std::size_t most_descriptors = 0x10000;  // bytes: more than any device has

OpenFailure reason_of(int libusb_error) {
    switch (libusb_error) {
        case LIBUSB_ERROR_NO_DEVICE:
            return OpenFailure::Gone;
        case LIBUSB_ERROR_BUSY:
            return OpenFailure::Busy;
        case LIBUSB_ERROR_ACCESS:
            return OpenFailure::AccessDenied;
        default:
            return OpenFailure::Failed;
    }
}

OpenFailure reason_of_errno(int error) {
    if (error == EACCES || error == EPERM)
        return OpenFailure::AccessDenied;
    return error == ENOENT || error == ENODEV || error == ENXIO ? OpenFailure::Gone : OpenFailure::Failed;
}

std::optional<OpenError> failed_unless_zero(int libusb_error, const std::string& what) {
    if (libusb_error == LIBUSB_SUCCESS)
        return {};
    return OpenError{reason_of(libusb_error), what + ": " + libusb_strerror(libusb_error)};
}

Speed speed_of(int libusb_speed) {
    switch (libusb_speed) {
        case LIBUSB_SPEED_LOW:
            return Speed::Low;
        case LIBUSB_SPEED_FULL:
            return Speed::Full;
        case LIBUSB_SPEED_HIGH:
            return Speed::High;
        case LIBUSB_SPEED_SUPER:
        case LIBUSB_SPEED_SUPER_PLUS:
            return Speed::Super;
        default:
            return Speed::Unknown;
    }
}

// libusb has asked the device when it took the descriptor over; only what it cannot read it is asked for
// again.
std::uint8_t active_configuration(libusb_device_handle* handle) {
    libusb_config_descriptor* known = nullptr;
    int active = 0;
    if (libusb_get_active_config_descriptor(libusb_get_device(handle), &known) == LIBUSB_SUCCESS) {
        active = known->bConfigurationValue;
        libusb_free_config_descriptor(known);
    } else {
        (void)libusb_get_configuration(handle, &active);
    }
    return static_cast<std::uint8_t>(active);
}

std::vector<std::uint8_t> read_all(int descriptor) {
    std::vector<std::uint8_t> all;
    std::array<std::uint8_t, 4096> part{};
    if (lseek(descriptor, 0, SEEK_SET) < 0)
        return all;
    while (all.size() < most_descriptors) {
        const ssize_t size = read(descriptor, part.data(), part.size());
        if (size <= 0)
            break;
        all.insert(all.end(), part.begin(), part.begin() + size);
    }
    return all;
}

}  // namespace

UsbSession::UsbSession(const drivers::UsbInterface& where) {
    description_.place = where;
}

UsbSession::~UsbSession() {
    if (claimed_)
        libusb_release_interface(handle_, description_.place.number);
    if (handle_ != nullptr)
        libusb_close(handle_);
    if (context_ != nullptr)
        libusb_exit(context_);
}

Opened UsbSession::open(const drivers::UsbInterface& where) {
    std::unique_ptr<UsbSession> session(new UsbSession(where));
    for (const auto step :
         {&UsbSession::open_node, &UsbSession::wrap, &UsbSession::describe_interface, &UsbSession::claim})
        if (auto failed = (session.get()->*step)())
            return {nullptr, std::move(*failed)};
    return {std::move(session), {}};
}

std::optional<OpenError> UsbSession::open_node() {
    const std::string& node = description_.place.node;
    descriptor_ = drivers::Descriptor(::open(node.c_str(), O_RDWR | O_CLOEXEC));
    if (descriptor_.is_open())
        return {};
    const int error = errno;
    return OpenError{reason_of_errno(error), node + ": " + std::generic_category().message(error)};
}

std::optional<OpenError> UsbSession::wrap() {
    libusb_set_option(nullptr, LIBUSB_OPTION_NO_DEVICE_DISCOVERY);
    if (auto failed = failed_unless_zero(libusb_init(&context_), "libusb does not start"))
        return failed;
    return failed_unless_zero(libusb_wrap_sys_device(context_, descriptor(), &handle_),
                              description_.place.node + " is not usable");
}

std::optional<OpenError> UsbSession::describe_interface() {
    const std::vector<std::uint8_t> node = read_all(descriptor());
    const DescriptorBytes configuration = find_configuration(node, active_configuration(handle_));
    auto found = find_interface(configuration, description_.place.number);
    if (!found)
        return OpenError{OpenFailure::Failed, description_.place.node + " has no interface " +
                                                  std::to_string(description_.place.number)};
    description_.speed = speed_of(libusb_get_device_speed(libusb_get_device(handle_)));
    description_.configuration.assign(configuration.begin(), configuration.end());
    description_.interface_count = interface_count(configuration);
    description_.interface = std::move(*found);
    return {};
}

std::optional<OpenError> UsbSession::claim() {
    (void)libusb_set_auto_detach_kernel_driver(handle_, 1);
    const std::uint8_t number = description_.place.number;
    const int error = libusb_claim_interface(handle_, number);
    claimed_ = error == LIBUSB_SUCCESS;
    return failed_unless_zero(error,
                              "interface " + std::to_string(number) + " of " + description_.place.node);
}

int UsbSession::set_interface(std::uint8_t alternate) {
    return libusb_set_interface_alt_setting(handle_, description_.place.number, alternate);
}

int UsbSession::clear_halt(std::uint8_t endpoint) {
    return libusb_clear_halt(handle_, endpoint);
}

int UsbSession::reset() {
    const int error = libusb_reset_device(handle_);
    // It came back as another device, so this one is no more.
    return error == LIBUSB_ERROR_NOT_FOUND ? LIBUSB_ERROR_NO_DEVICE : error;
}

UsbStatus status_of(int libusb_error) {
    switch (libusb_error) {
        case LIBUSB_SUCCESS:
            return UsbStatus::Ok;
        case LIBUSB_ERROR_NO_DEVICE:
            return UsbStatus::Gone;
        case LIBUSB_ERROR_PIPE:
            return UsbStatus::Stall;
        case LIBUSB_ERROR_OVERFLOW:
            return UsbStatus::Overflow;
        case LIBUSB_ERROR_TIMEOUT:
            return UsbStatus::Timeout;
        default:
            return UsbStatus::Failed;
    }
}

}  // namespace scrm::usb
