#include "tests/integration/wire/desk.hpp"

#include <algorithm>
#include <cstdlib>

namespace scrm::integration {
namespace {

using fakes::WireError;

std::string from_environment(const char* name) {
    const char* value = std::getenv(name);
    if (!value)
        throw WireError(std::string(name) + " is not set; tests/integration/stock_wire_test.py does that");
    return value;
}

bool holds_card(const ipc::ReaderState* reader) {
    return reader && (reader->state & ipc::slot_state::present) && reader->atr_size > 0;
}

std::size_t crowd_in(const std::vector<ipc::ReaderState>& states) {
    return static_cast<std::size_t>(std::ranges::count_if(
        states, [](const ipc::ReaderState& state) { return ipc::name_of(state.name).starts_with("Crowd"); }));
}

}  // namespace

const ipc::ReaderState* find(const std::vector<ipc::ReaderState>& states, std::string_view name) {
    const auto found = std::ranges::find(
        states, name, [](const ipc::ReaderState& state) { return ipc::name_of(state.name); });
    return found == states.end() ? nullptr : &*found;
}

Desk::Desk() : control_(from_environment("SCRM_CONTROL")), watcher_(socket_path()) {
    watcher_.negotiate();
    watcher_.establish();
}

std::string Desk::socket_path() {
    return from_environment("SCRM_SOCKET");
}

void Desk::insert() {
    ask("insert \"Virtual reader\"");
    wait_until([](const States& states) { return holds_card(find(states, reader_name)); });
}

void Desk::remove() {
    ask("remove \"Virtual reader\"");
    wait_until([](const States& states) { return !holds_card(find(states, reader_name)); });
}

void Desk::plug() {
    ask("plug \"Virtual reader\"");
    wait_until([](const States& states) { return holds_card(find(states, reader_name)); });
}

void Desk::unplug() {
    ask("unplug \"Virtual reader\"");
    wait_until([](const States& states) { return !find(states, reader_name); });
}

void Desk::plug_crowd() {
    ask("plug Crowd-1 slots=16");
    ask("plug Crowd-2 slots=16 card=none");
    ask("plug Crowd-3 slots=8");
    wait_until([](const States& states) { return crowd_in(states) == crowd_size; });
}

void Desk::unplug_crowd() {
    for (const char* command : {"unplug Crowd-2", "unplug Crowd-3", "unplug Crowd-1"})
        ask(command);
    wait_until([](const States& states) { return crowd_in(states) == 0; });
}

void Desk::ask(std::string_view command) {
    const std::string line = std::string(command) + '\n';
    control_.send({reinterpret_cast<const std::uint8_t*>(line.data()), line.size()});
    const auto answer = control_.receive(3);
    if (std::string(answer.bytes.begin(), answer.bytes.end()) != "ok\n")
        throw WireError("the control socket refuses " + line);
}

void Desk::wait_until(const std::function<bool(const States&)>& seen) {
    while (!seen(watcher_.wait_begin()))
        if (!watcher_.wait_event(fakes::WireSocket::default_patience))
            throw WireError("what happened on the desk is not seen");
    watcher_.stop_waiting();
}

}  // namespace scrm::integration
