#include "tests/simulation/callers.hpp"

#include <array>
#include <iomanip>
#include <sstream>

#include "drivers/api/spawn.hpp"

namespace scrm::simulation {

using ipc::ResultCode;
using readers::Disposition;
using readers::Patience;
using readers::ShareMode;

namespace {

constexpr std::array<const char*, 10> call_names{"connect", "reconnect", "disconnect",       "begin",
                                                 "end",     "transmit",  "transmit in turn", "control",
                                                 "status",  "abandon"};

std::string hex(ResultCode code) {
    std::ostringstream text;
    text << std::hex << std::setw(8) << std::setfill('0') << static_cast<std::uint32_t>(code);
    return text.str();
}

}  // namespace

void Callers::note(const Call& call, const std::string& what) {
    stage_.journal.note("handle " + std::to_string(call.handle->number) + " at '" +
                        call.handle->where->core->name() +
                        "': " + call_names[static_cast<std::size_t>(call.kind)] + " " + what);
}

void Callers::connect(Program& program, const std::shared_ptr<SlotActor>& where) {
    auto handle = std::make_shared<Handle>();
    handle->number = ++numbers_given_;
    handle->where = where;
    handle->core = std::make_shared<readers::CardHandle>();
    handle->core->client = {handle->number};
    handle->core->slot = where->core;
    program.handles.push_back(handle);
    where->handles.push_back(handle.get());
    Random& random = stage_.random;
    Call call{.kind = CallKind::Connect};
    call.mode = random.any_of({ShareMode::Shared, ShareMode::Shared, ShareMode::Shared, ShareMode::Shared,
                               ShareMode::Exclusive, ShareMode::Direct});
    call.protocols = random.any_of({1U, 2U, 3U, 3U, 3U});
    call.patience = random.chance(80) ? Patience::Wait : Patience::Refuse;
    make(handle, call);
}

CallKind Callers::choose(const Handle& handle) {
    using enum CallKind;
    if (handle.depth > 0)
        return stage_.random.any_of({Transmit, Transmit, Transmit, Transmit, Begin, End, End, End, End,
                                     Control, Status, Reconnect, Disconnect});
    return stage_.random.any_of({Transmit, Transmit, TransmitInTurn, Begin, Begin, Begin, Begin, End, Control,
                                 Status, Reconnect, Reconnect, Disconnect});
}

void Callers::call_on(const std::shared_ptr<Handle>& handle) {
    Random& random = stage_.random;
    Call call{.kind = choose(*handle)};
    if (call.kind == CallKind::Disconnect || call.kind == CallKind::End)
        call.disposition = random.any_of({Disposition::Leave, Disposition::Leave, Disposition::Leave,
                                          Disposition::Reset, Disposition::Unpower, Disposition::Eject});
    if (call.kind == CallKind::Reconnect) {
        call.disposition = random.any_of({Disposition::Leave, Disposition::Reset, Disposition::Unpower});
        call.mode = random.any_of({ShareMode::Shared, ShareMode::Exclusive, ShareMode::Direct});
    }
    call.patience = random.chance(90) ? Patience::Wait : Patience::Refuse;
    make(handle, call);
}

void Callers::disconnect(const std::shared_ptr<Handle>& handle) {
    make(handle, {.kind = CallKind::Disconnect});
}

void Callers::abandon(const std::shared_ptr<Handle>& handle) {
    make(handle, {.kind = CallKind::Abandon});
}

void Callers::stop(Call& call) {
    note(call, "is to stop");
    call.told_to_stop = true;
    call.handle->where->core->stop_waiting(*call.handle->core);
}

void Callers::make(const std::shared_ptr<Handle>& handle, Call call) {
    call.handle = handle;
    const auto place = stage_.calls.insert(stage_.calls.end(), std::move(call));
    handle->call = &*place;
    referee_.call_made(*place);
    note(*place, "...");
    drivers::spawn(stage_.loop.get_executor(), play(*this, place));
}

drivers::Awaitable<void> Callers::play(Callers& self, CallPlace call) {
    call->begun = self.stage_.clock->now();
    const ResultCode code = co_await ask(call);
    self.note(*call,
              "is answered " + hex(code) + " in life " + std::to_string(call->handle->where->driver->life()));
    self.referee_.answered(*call, code);
    call->handle->call = nullptr;
    self.stage_.calls.erase(call);
}

drivers::Awaitable<ResultCode> Callers::ask(CallPlace call) {
    readers::Slot& slot = *call->handle->where->core;
    const readers::HandlePtr handle = call->handle->core;
    if (call->kind == CallKind::Connect)
        co_return co_await slot.connect(handle, call->mode, call->protocols, call->patience);
    if (call->kind == CallKind::Reconnect)
        co_return co_await slot.reconnect(handle, call->mode, call->protocols, call->disposition);
    if (call->kind == CallKind::Disconnect)
        co_return co_await slot.disconnect(handle, call->disposition, call->patience);
    if (call->kind == CallKind::Begin)
        co_return co_await slot.begin(handle, call->patience);
    if (call->kind == CallKind::End)
        co_return co_await slot.end(handle, call->disposition);
    if (call->kind == CallKind::Status)
        co_return slot.status(*handle);
    if (call->kind == CallKind::Abandon) {
        co_await slot.abandon(handle);
        co_return ResultCode::Success;
    }
    co_return co_await ask_with_bytes(call);
}

drivers::Awaitable<ResultCode> Callers::ask_with_bytes(CallPlace call) {
    constexpr std::uint32_t raw = 4;
    readers::Slot& slot = *call->handle->where->core;
    const readers::HandlePtr handle = call->handle->core;
    const std::vector<std::uint8_t> command = command_of(call->handle->number);
    if (call->kind == CallKind::Control) {
        const readers::Answer answer = co_await slot.control(handle, 1, command);
        co_return answer.code;
    }
    const bool in_turn = call->kind == CallKind::TransmitInTurn;
    if (in_turn) {
        const ResultCode turn = co_await slot.take_turn(handle);
        if (turn != ResultCode::Success)
            co_return turn;
    }
    const readers::Answer answer = co_await slot.transmit(handle, raw, command);
    if (in_turn)
        slot.give_turn_back(*handle);
    co_return answer.code;
}

}  // namespace scrm::simulation
