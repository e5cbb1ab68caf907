// libusb's functions, as a program has them that loads libusb when the first USB reader is opened. Each leads
// to the one of the same name in the library. Who links this instead of libusb starts without it.
//
// All that is called before a context exists answers without the library, too; the rest needs a context.
#include <libusb-1.0/libusb.h>

#include "drivers/api/late_library.hpp"

namespace {

const scrm::drivers::LateLibrary& libusb() {
    static const scrm::drivers::LateLibrary library("libusb-1.0.so.0");
    return library;
}

}  // namespace

// NOLINTBEGIN(readability-inconsistent-declaration-parameter-name): parameters are called by our words.
#define REAL(name) scrm::drivers::late<&libusb, &(name)>(#name)

// It takes no option that has an argument.
int libusb_set_option(libusb_context* context, libusb_option option, ...) {
    return libusb().is_there() ? REAL(libusb_set_option)(context, option) : LIBUSB_ERROR_NOT_SUPPORTED;
}

int libusb_init(libusb_context** context) {
    return libusb().is_there() ? REAL(libusb_init)(context) : LIBUSB_ERROR_NOT_SUPPORTED;
}

const char* libusb_strerror(int error) {
    return libusb().is_there() ? REAL(libusb_strerror)(error) : libusb().why_not().c_str();
}

void libusb_exit(libusb_context* context) {
    REAL(libusb_exit)(context);
}

int libusb_wrap_sys_device(libusb_context* context, intptr_t descriptor, libusb_device_handle** device) {
    return REAL(libusb_wrap_sys_device)(context, descriptor, device);
}

void libusb_close(libusb_device_handle* device) {
    REAL(libusb_close)(device);
}

libusb_device* libusb_get_device(libusb_device_handle* device) {
    return REAL(libusb_get_device)(device);
}

int libusb_get_device_speed(libusb_device* device) {
    return REAL(libusb_get_device_speed)(device);
}

int libusb_get_configuration(libusb_device_handle* device, int* number) {
    return REAL(libusb_get_configuration)(device, number);
}

int libusb_get_active_config_descriptor(libusb_device* device, libusb_config_descriptor** configuration) {
    return REAL(libusb_get_active_config_descriptor)(device, configuration);
}

void libusb_free_config_descriptor(libusb_config_descriptor* configuration) {
    REAL(libusb_free_config_descriptor)(configuration);
}

int libusb_set_auto_detach_kernel_driver(libusb_device_handle* device, int enable) {
    return REAL(libusb_set_auto_detach_kernel_driver)(device, enable);
}

int libusb_claim_interface(libusb_device_handle* device, int number) {
    return REAL(libusb_claim_interface)(device, number);
}

int libusb_release_interface(libusb_device_handle* device, int number) {
    return REAL(libusb_release_interface)(device, number);
}

int libusb_set_interface_alt_setting(libusb_device_handle* device, int number, int alternate) {
    return REAL(libusb_set_interface_alt_setting)(device, number, alternate);
}

int libusb_clear_halt(libusb_device_handle* device, unsigned char endpoint) {
    return REAL(libusb_clear_halt)(device, endpoint);
}

int libusb_reset_device(libusb_device_handle* device) {
    return REAL(libusb_reset_device)(device);
}

libusb_transfer* libusb_alloc_transfer(int isochronous_packets) {
    return REAL(libusb_alloc_transfer)(isochronous_packets);
}

void libusb_free_transfer(libusb_transfer* transfer) {
    REAL(libusb_free_transfer)(transfer);
}

int libusb_submit_transfer(libusb_transfer* transfer) {
    return REAL(libusb_submit_transfer)(transfer);
}

int libusb_cancel_transfer(libusb_transfer* transfer) {
    return REAL(libusb_cancel_transfer)(transfer);
}

int libusb_handle_events_timeout_completed(libusb_context* context, timeval* timeout, int* completed) {
    return REAL(libusb_handle_events_timeout_completed)(context, timeout, completed);
}

const libusb_pollfd** libusb_get_pollfds(libusb_context* context) {
    return REAL(libusb_get_pollfds)(context);
}

void libusb_free_pollfds(const libusb_pollfd** descriptors) {
    REAL(libusb_free_pollfds)(descriptors);
}

void libusb_set_pollfd_notifiers(libusb_context* context, libusb_pollfd_added_cb added,
                                 libusb_pollfd_removed_cb removed, void* user_data) {
    REAL(libusb_set_pollfd_notifiers)(context, added, removed, user_data);
}

// NOLINTEND(readability-inconsistent-declaration-parameter-name)
