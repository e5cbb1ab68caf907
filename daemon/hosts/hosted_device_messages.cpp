// What a host says. It is a process with foreign code in it: whatever does not fit ends it.
#include <algorithm>

#include "daemon/hosts/hosted_device.hpp"
#include "daemon/log/time_in_words.hpp"
#include "drivers/ifd_abi/codes.hpp"

namespace scrm::hosts {

namespace host = ipc::host;
using drivers::DriverError;

namespace {

constexpr std::uint32_t most_slots = 32;

// Milliseconds, where a handler has to be asked whether a card is in: as pcscd does, and while no client is
// there to be told.
constexpr std::uint32_t ask_every = 400;
constexpr std::uint32_t ask_every_unwatched = 5000;

// As pcscd lets a handler wait for a card.
constexpr std::chrono::milliseconds longest_wait = std::chrono::minutes{10};

// As it fits a message.
std::uint32_t milliseconds(std::chrono::milliseconds time) {
    return static_cast<std::uint32_t>(std::clamp<std::int64_t>(time.count(), 1, 0x7FFFFFFF));
}

const char* overdue_text(host::LookCall call) {
    switch (call) {
        case host::LookCall::Presence:
            return "did not return from IFDHICCPresence in time";
        case host::LookCall::Wait:
            return "did not end its wait for a card in time";
        case host::LookCall::Power:
            return "did not return from IFDHPowerICC in time";
    }
    return "";
}

}  // namespace

void HostedDevice::take(drivers::Bytes packet) {
    const auto decoded = host::decode_from_host(packet);
    if (const auto* violation = std::get_if<host::Violation>(&decoded))
        return host_.link->kill(std::string("sent ") + host::describe(*violation));
    std::visit([this](const auto& message) { take(message); }, std::get<host::FromHost>(decoded));
}

void HostedDevice::take(const host::HostHello& hello) {
    if (hello.version != host::protocol_version)
        host_.link->kill("speaks version " + std::to_string(hello.version) + " of the host protocol, not " +
                         std::to_string(host::protocol_version));
}

void HostedDevice::take(const host::Opened& opened) {
    if (host_.phase == HostPhase::Open)
        return host_.link->kill("opened its reader twice");
    if (opened.result == host::OpenResult::Opened)
        reader_opened(opened);
    else
        reader_not_opened(opened);
}

void HostedDevice::reader_opened(const host::Opened& opened) {
    if (opened.slots == 0 || opened.slots > most_slots || (usable_ && opened.slots != slots_.size()))
        return host_.link->kill("has a reader of " + std::to_string(opened.slots) + " slots");
    for (auto number = static_cast<std::uint32_t>(slots_.size()); number < opened.slots; ++number)
        slots_.push_back(std::make_unique<HostedSlot>(all_.loop, host_, number, spec_.deadlines));
    if (host_.phase == HostPhase::NotResponding)
        log_.note(log::Level::Info, "responds again");
    restarts_.started();
    if ((opened.traits & host::trait::shares) != 0)
        host_.link->host_shares();
    host_.phase = HostPhase::Open;
    host_.link->kill_at(
        step_, std::chrono::steady_clock::now() + spec_.deadlines.presence,
        "did not tell whether a card is in within " + log::in_words(spec_.deadlines.presence));
    waits_ = (opened.traits & host::trait::waits) != 0;
    say_how_to_watch();
}

// A wait and a hang look alike until the wait should be over, so that is half of the time that a call has.
void HostedDevice::say_how_to_watch() {
    ++watches_;
    for (std::uint32_t number = 0; number < slots_.size(); ++number) {
        host::Watch watch;
        watch.slot = number;
        watch.look_within = milliseconds(spec_.deadlines.presence);
        watch.wait_for = milliseconds(std::min(longest_wait, spec_.deadlines.presence / 2));
        watch.power_within = milliseconds(spec_.deadlines.calls.power);
        if (!waits_)
            watch.ask_every = all_.audience.somebody_is_there() ? ask_every : ask_every_unwatched;
        host_.link->send(watch);
    }
}

// The first who comes is not to be told of what was seen long ago.
void HostedDevice::audience_changed(const drivers::BeginDoubt& doubt) {
    if (host_.phase != HostPhase::Open || waits_ || closing_)
        return;
    say_how_to_watch();
    doubt_ = all_.audience.somebody_is_there() ? doubt() : nullptr;
}

void HostedDevice::reader_not_opened(const host::Opened& opened) {
    const std::string detail(opened.detail);
    switch (opened.result) {
        case host::OpenResult::LibraryNotLoaded:
            refusal_ = "cannot be loaded: " + detail;
            break;
        case host::OpenResult::FunctionsMissing:
            refusal_ = "is no IFD handler, it lacks " + detail;
            break;
        default:
            refusal_ = "could not open its reader: " + detail + " returned " + std::to_string(opened.code);
    }
    if (usable_)
        return;
    const bool not_its_device = opened.code == ifd_abi::no_such_device;
    log_.note(not_its_device ? log::Level::Info : log::Level::Error, refusal_);
    opening_.fail(not_its_device ? DriverError::DeviceGone : DriverError::CommunicationFailed);
}

void HostedDevice::take(const host::Answer& answer) {
    if (HostedSlot* const slot = slot_of(answer.slot))
        slot->take(answer);
}

// First of all those are told who wait for the card.
void HostedDevice::take(const host::Presence& presence) {
    if (HostedSlot* const slot = slot_of(presence.slot))
        take(*slot, presence);
    unasked();
}

void HostedDevice::take(HostedSlot& slot, const host::Presence& presence) {
    const bool known = slot.presence_known();
    slot.take(presence);
    if (known || !std::ranges::all_of(slots_, [](const auto& each) { return each->presence_known(); }))
        return;
    step_.cancel();
    usable_ = true;
    opening_.answered();
}

void HostedDevice::take(const host::LogLine& line) {
    unasked();
    log_.take(line);
}

void HostedDevice::take(const host::Closed&) {
    if (!closing_)
        host_.link->kill("closed its reader unasked");
}

void HostedDevice::take(const host::Overdue& overdue) {
    unasked();
    if (slot_of(overdue.slot))
        host_.link->kill(overdue_text(overdue.call));
}

void HostedDevice::take(const host::Looked& looked) {
    unasked();
    HostedSlot* const slot = slot_of(looked.slot);
    if (!slot)
        return;
    slot->looked(looked.watches);
    if (std::ranges::all_of(slots_, [this](const auto& each) { return each->watches_heeded() == watches_; }))
        doubt_.reset();
}

HostedSlot* HostedDevice::slot_of(std::uint32_t number) {
    if (host_.phase == HostPhase::Open && number < slots_.size())
        return slots_[number].get();
    host_.link->kill("spoke of a slot that is not open");
    return nullptr;
}

// The daemon has others to serve.
void HostedDevice::unasked() {
    if (!flood_.admit(std::chrono::steady_clock::now()).write)
        host_.link->kill("floods the daemon with messages");
}

}  // namespace scrm::hosts
