#include "daemon/bus/libsystemd.hpp"

#include <dlfcn.h>

#include <optional>

namespace scrm::bus {
namespace {

constexpr const char* file = "libsystemd.so.0";

template <class Function>
bool find(void* library, const char* name, Function& function) {
    function = reinterpret_cast<Function>(::dlsym(library, name));
    return function != nullptr;
}

// It stays: what it has told the loop of cannot be taken back.
std::optional<Libsystemd> load() {
    void* const library = ::dlopen(file, RTLD_NOW | RTLD_LOCAL);
    Libsystemd all{};
    const bool complete = library && find(library, "sd_bus_open_system", all.open_system) &&
                          find(library, "sd_bus_close_unref", all.close_unref) &&
                          find(library, "sd_bus_get_fd", all.get_fd) &&
                          find(library, "sd_bus_get_events", all.get_events) &&
                          find(library, "sd_bus_get_timeout", all.get_timeout) &&
                          find(library, "sd_bus_process", all.process) &&
                          find(library, "sd_bus_match_signal_async", all.match_signal_async) &&
                          find(library, "sd_bus_call_async", all.call_async) &&
                          find(library, "sd_bus_slot_unref", all.slot_unref) &&
                          find(library, "sd_bus_message_new_method_call", all.message_new_method_call) &&
                          find(library, "sd_bus_message_append", all.message_append) &&
                          find(library, "sd_bus_message_enter_container", all.message_enter_container) &&
                          find(library, "sd_bus_message_read", all.message_read) &&
                          find(library, "sd_bus_message_get_error", all.message_get_error) &&
                          find(library, "sd_bus_message_unref", all.message_unref);
    return complete ? std::optional(all) : std::nullopt;
}

}  // namespace

const Libsystemd* libsystemd() {
    static const std::optional<Libsystemd> the_library = load();
    return the_library ? &*the_library : nullptr;
}

}  // namespace scrm::bus
