#include "drivers/ccid/ccid_driver.hpp"

#include "drivers/ccid/lasting/lasting_reader.hpp"

namespace scrm::ccid {

using drivers::Awaitable;
using drivers::DeviceInfo;
using drivers::DriverError;
using drivers::Match;
using drivers::ReaderDevice;
using drivers::Result;

namespace {

constexpr std::uint8_t smart_card_class = 0x0B;
constexpr std::uint8_t vendor_class = 0xFF;

constexpr std::chrono::seconds time_to_open_anew{60};

DriverError code_for(usb::OpenFailure failure) {
    switch (failure) {
        case usb::OpenFailure::AccessDenied:
        case usb::OpenFailure::Busy:
            return DriverError::Refused;
        case usb::OpenFailure::Gone:
            return DriverError::DeviceGone;
        case usb::OpenFailure::Timeout:
            return DriverError::DeadlinePassed;
        case usb::OpenFailure::Failed:
            break;
    }
    return DriverError::CommunicationFailed;
}

}  // namespace

CcidDriver::CcidDriver(drivers::Executor executor, usb::Bus& bus, QuirkSource quirks, Listener listener,
                       const Timing& timing)
    : executor_(std::move(executor)),
      bus_(bus),
      quirk_source_(std::move(quirks)),
      listener_(std::move(listener)),
      timing_(timing) {}

const QuirkTable& CcidDriver::quirks() const {
    if (!quirks_)
        quirks_ = quirk_source_();
    return *quirks_;
}

Match CcidDriver::match(const DeviceInfo& device) const {
    const auto* interface = std::get_if<drivers::UsbInterface>(&device.what);
    if (interface == nullptr)
        return Match::No;
    if (interface->interface_class == smart_card_class)
        return Match::Class;
    const bool is_hidden =
        interface->interface_class == vendor_class && quirks().quirks_of(*interface).vendor_class;
    return is_hidden ? Match::Class : Match::No;
}

Awaitable<Result<std::unique_ptr<ReaderDevice>>> CcidDriver::open(DeviceInfo device,
                                                                  drivers::Deadline deadline) {
    auto reader = co_await open_reader(device, deadline, DriverError::DeviceGone);
    if (!reader)
        co_return reader.error();
    const LastingReader::Opener anew = [this, device] { return open_anew(device); };
    co_return std::make_unique<LastingReader>(executor_, std::move(*reader), anew, timing_);
}

CcidDriver::Reader CcidDriver::open_anew(DeviceInfo device) {
    listener_(device.address + ": the reader was lost, as when its port is reset; it is opened anew");
    return open_reader(device, std::chrono::steady_clock::now() + time_to_open_anew,
                       DriverError::CommunicationFailed);
}

CcidDriver::Reader CcidDriver::open_reader(DeviceInfo device, drivers::Deadline deadline, DriverError lost) {
    const auto* place = std::get_if<drivers::UsbInterface>(&device.what);
    if (place == nullptr)
        co_return DriverError::NotSupported;
    const Quirks known = quirks().quirks_of(*place);
    if (known.refused) {
        listener_(device.address + ": " + *known.refused);
        co_return DriverError::Refused;
    }
    auto opened = co_await bus_.open(*place, deadline);
    if (!opened)
        co_return failed(device.address, opened.error());
    std::unique_ptr<usb::Interface> interface = std::move(*opened);
    auto found = facts_of(interface->description(), known, timing_, speeds_);
    if (const auto* refusal = std::get_if<ReaderRefusal>(&found)) {
        listener_(device.address + ": " + refusal->reason);
        co_await interface->close();
        co_return DriverError::NotSupported;
    }
    auto reader = std::make_unique<CcidReader>(executor_, std::move(interface),
                                               std::move(std::get<ReaderFacts>(found)));
    const auto up = co_await reader->bring_up(deadline);
    if (!up) {
        co_await reader->close();
        co_return lost;
    }
    if (!reader->responds())
        listener_(device.address + ": the reader does not respond; it is asked again from time to time");
    co_return reader;
}

DriverError CcidDriver::failed(const std::string& address, const usb::OpenError& error) {
    listener_(address + ": " + error.explanation);
    return code_for(error.reason);
}

}  // namespace scrm::ccid
