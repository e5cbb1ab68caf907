// A reader device behind a host process: the process's lives, one after the other, and the slots that outlast
// them.
//
//   start -> Hello, Open -> Opened -> Presence of each slot, answers ... -> the process ends
//     ^                                                                            |
//     +---- pause, longer each time; very long after too many failures <-----------+
#pragma once

#include <string>
#include <vector>

#include "daemon/hosts/audience.hpp"
#include "daemon/hosts/host_log.hpp"
#include "daemon/hosts/hosted_slot.hpp"
#include "daemon/hosts/restart_policy.hpp"
#include "drivers/api/device_info.hpp"
#include "drivers/api/reader_device.hpp"

namespace scrm::hosts {

/// What all hosted devices of a daemon have in common; outlives them.
struct HostSurroundings {
    drivers::Executor loop;
    PacketRoom& room;
    Audience& audience;
    /// The program that loads handlers, and its 32-bit sibling.
    std::string program;
    std::string program_i386;
};

class HostedDevice final : public drivers::ReaderDevice, private Performer {
  public:
    HostedDevice(const HostSurroundings& all, HandlerSpec spec, const drivers::DeviceInfo& device);
    HostedDevice(const HostedDevice&) = delete;
    HostedDevice& operator=(const HostedDevice&) = delete;
    ~HostedDevice() override { all_.audience.leave(*this); }

    /// Once. The device can be used if it succeeds; it must be closed in any case. DeviceGone: the handler
    /// found that it is not for this device.
    drivers::Awaitable<drivers::Result<void>> open(drivers::Deadline deadline);
    /// Ends open(), with DeviceGone, whatever the handler is doing.
    void give_up() { opening_.fail(drivers::DriverError::DeviceGone); }

    [[nodiscard]] const drivers::ReaderIdentity& identity() const override { return spec_.identity; }
    [[nodiscard]] std::size_t slot_count() const override { return slots_.size(); }
    drivers::Slot& slot(std::size_t index) override { return *slots_[index]; }
    drivers::Awaitable<void> close() override;

    /// 0 while there is none.
    [[nodiscard]] int process_id() const { return host_.link ? host_.link->process_id() : 0; }

  private:
    drivers::Awaitable<void> live();
    drivers::Awaitable<std::string> serve_one_host();
    void greet();
    void host_ended();
    void audience_changed(const drivers::BeginDoubt& doubt) override;
    /// How long to pause before the next host; nothing if there is to be none.
    std::optional<std::chrono::milliseconds> after_failure(const std::string& why);

    // hosted_device_messages.cpp
    void take(drivers::Bytes packet);
    void take(const ipc::host::HostHello& hello);
    void take(const ipc::host::Opened& opened);
    void take(const ipc::host::Answer& answer);
    void take(const ipc::host::Presence& presence);
    void take(HostedSlot& slot, const ipc::host::Presence& presence);
    void take(const ipc::host::LogLine& line);
    void take(const ipc::host::Closed& closed);
    void take(const ipc::host::Overdue& overdue);
    void take(const ipc::host::Looked& looked);
    void reader_opened(const ipc::host::Opened& opened);
    void say_how_to_watch();
    void reader_not_opened(const ipc::host::Opened& opened);
    HostedSlot* slot_of(std::uint32_t number);
    void unasked();

    const HostSurroundings& all_;
    HandlerSpec spec_;
    std::string node_;   // of the device, if it has one
    std::string label_;  // for people
    HostLog log_;
    CurrentHost host_;
    RestartPolicy restarts_;
    log::FaultLimit flood_;
    std::vector<std::unique_ptr<HostedSlot>> slots_;
    drivers::PendingVerb opening_;
    drivers::Timer step_;   // ends a host that takes too long to open, to tell, or to close
    drivers::Timer pause_;  // between two hosts
    drivers::WakeUp ended_;
    std::string refusal_;        // why the present host could not open the reader
    std::uint32_t watches_ = 0;  // said to the present host
    drivers::Doubt doubt_;       // until its handler has been asked how the slots are
    bool waits_ = false;         // the present host's handler waits for cards by itself
    bool usable_ = false;        // some host has opened the reader
    bool closing_ = false;
};

}  // namespace scrm::hosts
