#include "daemon/bus/libsystemd.hpp"

#include <optional>
#include <string>
#include <type_traits>

#include "drivers/api/late_library.hpp"

namespace scrm::bus {
namespace {

constexpr const char* file = "libsystemd.so.0";
constexpr const char* of_sd_bus = "sd_bus_";

template <class Function>
struct Wanted {
    const char* name;  // behind "sd_bus_"
    Function& function;
};
template <class Function>
Wanted(const char*, Function&) -> Wanted<Function>;

template <class... Functions>
bool find_all(const drivers::LateLibrary& library, Wanted<Functions>... wanted) {
    const auto find = [&library]<class Function>(Function*& function, const std::string& name) {
        function = library.find<Function>(name.c_str());
        return function != nullptr;
    };
    return (find(wanted.function, of_sd_bus + std::string(wanted.name)) && ...);
}

std::optional<Libsystemd> load() {
    const drivers::LateLibrary library(file);
    Libsystemd all{};
    const bool complete = find_all(
        library,  //
        Wanted{"open_system", all.open_system}, Wanted{"close_unref", all.close_unref},
        Wanted{"get_fd", all.get_fd}, Wanted{"get_events", all.get_events},
        Wanted{"get_timeout", all.get_timeout}, Wanted{"process", all.process},
        Wanted{"add_match_async", all.add_match_async}, Wanted{"call_async", all.call_async},
        Wanted{"slot_unref", all.slot_unref}, Wanted{"message_new_method_call", all.message_new_method_call},
        Wanted{"message_append", all.message_append},
        Wanted{"message_enter_container", all.message_enter_container},
        Wanted{"message_read", all.message_read}, Wanted{"message_get_error", all.message_get_error},
        Wanted{"message_unref", all.message_unref});
    return complete ? std::optional(all) : std::nullopt;
}

}  // namespace

const Libsystemd* libsystemd() {
    static const std::optional<Libsystemd> the_library = load();
    return the_library ? &*the_library : nullptr;
}

}  // namespace scrm::bus
