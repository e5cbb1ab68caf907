#include "daemon/hosts/hosted_driver.hpp"

namespace scrm::hosts {

using drivers::DriverError;
using drivers::Match;

namespace {

HandlerSpec handler_of(const drivers::ConfiguredReader& reader) {
    HandlerSpec spec;
    spec.library = reader.library;
    spec.device_name = reader.device_name;
    spec.channel = reader.channel;
    spec.identity.friendly_name = reader.friendly_name;
    return spec;
}

}  // namespace

HostedDriver::HostedDriver(const drivers::Executor& loop, FindPrograms find_programs,
                           const HandlerCatalogue* catalogue, Tuning tuning)
    : loop_(loop),
      find_programs_(std::move(find_programs)),
      catalogue_(catalogue),
      tuning_(std::move(tuning)) {}

// Most daemons start without, and many never have a foreign driver.
const HostSurroundings& HostedDriver::surroundings() {
    if (!all_) {
        Programs programs = find_programs_();
        room_ = std::make_unique_for_overwrite<PacketRoom>();
        all_.emplace(HostSurroundings{loop_, *room_, audience_, std::move(programs.host),
                                      std::move(programs.host_i386)});
    }
    return *all_;
}

std::vector<HandlerSpec> HostedDriver::handlers_for(const drivers::DeviceInfo& device) const {
    if (const auto* reader = std::get_if<drivers::ConfiguredReader>(&device.what))
        return {handler_of(*reader)};
    const auto* usb = std::get_if<drivers::UsbInterface>(&device.what);
    if (usb && catalogue_)
        return catalogue_->handlers_for(*usb);
    return {};
}

Match HostedDriver::match(const drivers::DeviceInfo& device) const {
    const std::vector<HandlerSpec> handlers = handlers_for(device);
    return handlers.empty() ? Match::No : handlers.front().match;
}

drivers::Expectation HostedDriver::expect(const drivers::DeviceInfo& device) const {
    drivers::Expectation expectation = drivers::usual_expectation(device);
    const std::vector<HandlerSpec> handlers = handlers_for(device);
    if (!handlers.empty())
        expectation.identity = handlers.front().identity;
    return expectation;
}

drivers::Awaitable<drivers::Result<std::unique_ptr<drivers::ReaderDevice>>> HostedDriver::open(
    drivers::DeviceInfo device, drivers::Deadline deadline) {
    const auto opening = std::make_shared<Opening>();
    opening->address = device.address;
    std::erase_if(openings_, [](const auto& each) { return each.expired(); });
    openings_.push_back(opening);
    DriverError failure = DriverError::NotSupported;
    for (HandlerSpec& spec : handlers_for(device)) {
        tuning_(spec);
        auto hosted = std::make_unique<HostedDevice>(surroundings(), std::move(spec), device);
        opening->with = hosted.get();
        const auto opened = co_await hosted->open(deadline);
        opening->with = nullptr;
        if (opened) {
            std::unique_ptr<drivers::ReaderDevice> usable = std::move(hosted);
            co_return usable;
        }
        failure = opened.error();
        co_await hosted->close();
        if (opening->given_up)
            break;
    }
    co_return failure;
}

// A handler that hangs would keep the device, and the end of the daemon, until its deadline.
void HostedDriver::give_up(const drivers::DeviceInfo& device) {
    for (const auto& each : openings_) {
        const auto opening = each.lock();
        if (!opening || opening->address != device.address)
            continue;
        opening->given_up = true;
        if (opening->with)
            opening->with->give_up();
    }
}

}  // namespace scrm::hosts
