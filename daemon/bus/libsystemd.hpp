// sd-bus, as libsystemd has it: loaded when somebody first wants the bus, so that scrmd starts, and runs
// where nobody does, without it (docs/adr/0009).
#pragma once

#include <systemd/sd-bus.h>

namespace scrm::bus {

/// Its functions, by their names without "sd_bus_".
struct Libsystemd {
    decltype(&::sd_bus_open_system) open_system;
    decltype(&::sd_bus_close_unref) close_unref;
    decltype(&::sd_bus_get_fd) get_fd;
    decltype(&::sd_bus_get_events) get_events;
    decltype(&::sd_bus_get_timeout) get_timeout;
    decltype(&::sd_bus_process) process;
    decltype(&::sd_bus_match_signal_async) match_signal_async;
    decltype(&::sd_bus_call_async) call_async;
    decltype(&::sd_bus_slot_unref) slot_unref;
    decltype(&::sd_bus_message_new_method_call) message_new_method_call;
    decltype(&::sd_bus_message_append) message_append;
    decltype(&::sd_bus_message_enter_container) message_enter_container;
    decltype(&::sd_bus_message_read) message_read;
    decltype(&::sd_bus_message_get_error) message_get_error;
    decltype(&::sd_bus_message_unref) message_unref;
};

/// Null where there is no libsystemd. Reads files the first time, so that belongs before the loop's run.
const Libsystemd* libsystemd();

}  // namespace scrm::bus
