#include "daemon/hosts/hosted_device.hpp"

#include <unistd.h>

#include <algorithm>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>

#include "daemon/hosts/elf_class.hpp"
#include "daemon/log/time_in_words.hpp"
#include "drivers/api/spawn.hpp"

namespace scrm::hosts {

namespace asio = boost::asio;
namespace host = ipc::host;
using drivers::Awaitable;
using drivers::DriverError;
using drivers::Result;
using namespace std::chrono_literals;

namespace {

constexpr auto closing_time = 3s;
constexpr auto hanging_up_time = 1s;
constexpr unsigned unasked_a_second = 5000;

drivers::Deadline in(std::chrono::milliseconds time) {
    return std::chrono::steady_clock::now() + time;
}

std::string node_of(const drivers::DeviceInfo& device) {
    const auto* usb = std::get_if<drivers::UsbInterface>(&device.what);
    return usb ? usb->node : "";
}

}  // namespace

HostedDevice::HostedDevice(const HostSurroundings& all, HandlerSpec spec, const drivers::DeviceInfo& device)
    : all_(all),
      spec_(std::move(spec)),
      node_(node_of(device)),
      label_(spec_.identity.friendly_name + " at " + device.address),
      log_(spec_.library, label_),
      restarts_(spec_.restarts),
      flood_(unasked_a_second, 1s),
      opening_(all.loop),
      step_(all.loop),
      pause_(all.loop),
      ended_(all.loop) {
    all_.audience.join(*this);
}

Awaitable<Result<void>> HostedDevice::open(drivers::Deadline deadline) {
    const auto under_way = opening_.begin();
    drivers::spawn(all_.loop, live());
    co_return co_await opening_.wait(deadline);
}

Awaitable<void> HostedDevice::live() {
    while (!closing_) {
        const std::string why = co_await serve_one_host();
        host_ended();
        if (closing_)
            break;
        const auto pause = after_failure(why);
        if (!pause)
            break;
        boost::system::error_code woken;
        pause_.expires_after(*pause);
        co_await pause_.async_wait(asio::redirect_error(drivers::use_awaitable, woken));
    }
    host_.phase = HostPhase::Closed;
    ended_.fire();
}

// Returns why the process has ended, as it reads on after "driver libx.so of 'X' ".
Awaitable<std::string> HostedDevice::serve_one_host() {
    const bool i386 = elf_class_of_file(spec_.library) == ElfClass::I386;
    auto exchange = SharedExchange::make(all_.loop);
    auto process = HostProcess::start(
        all_.loop, {i386 ? all_.program_i386 : all_.program, std::to_string(host_socket_number), label_},
        exchange ? exchange->descriptors() : std::span<const drivers::Descriptor>());
    if (!process)
        co_return "has no host: " + process.error().message();
    if (exchange)
        exchange->host_has_them();
    const auto link =
        std::make_shared<HostLink>(all_.loop, std::move(*process), std::move(exchange), all_.room);
    host_.link = link;
    drivers::spawn(all_.loop, HostLink::watch(link));
    greet();
    HostLink::Ears ears;
    ears.packet = [this](drivers::Bytes packet) { take(packet); };
    ears.answer = [this](const host::Answer& answer) { take(answer); };
    co_await link->listen(std::move(ears));
    link->kill_at(step_, in(hanging_up_time), "hung up");
    const ProcessEnd end = co_await link->buried();
    step_.cancel();
    if (!link->why_killed().empty())
        co_return link->why_killed() + " and was killed";
    co_return refusal_.empty() ? describe(end) : refusal_;
}

void HostedDevice::greet() {
    refusal_.clear();
    watches_ = 0;
    host_.link->send(host::DaemonHello{});
    host::Open open;
    open.lun = std::uint32_t{spec_.reader_number} << 16U;
    open.channel = spec_.channel;
    open.library = spec_.library;
    open.device_name = spec_.device_name;
    open.log_from = HostLog::wanted();
    open.shared = host_.link->shared();
    host_.link->send(open);
    host_.link->kill_at(step_, in(spec_.deadlines.open),
                        "did not open the reader within " + log::in_words(spec_.deadlines.open));
}

void HostedDevice::host_ended() {
    host_.link.reset();
    doubt_.reset();
    if (host_.phase == HostPhase::Open)
        host_.phase = HostPhase::Opening;
    for (const auto& slot : slots_)
        slot->host_lost();
}

std::optional<std::chrono::milliseconds> HostedDevice::after_failure(const std::string& why) {
    if (!usable_ && !refusal_.empty())
        return std::nullopt;
    const auto verdict = restarts_.failed(std::chrono::steady_clock::now());
    if (verdict.responding) {
        log_.note(log::Level::Warning, why + "; it is started again in " + log::in_words(verdict.pause));
        return verdict.pause;
    }
    if (!usable_) {
        log_.note(log::Level::Error, why + "; it has never opened its reader and is given up");
        opening_.fail(DriverError::CommunicationFailed);
        return std::nullopt;
    }
    log_.note(log::Level::Error,
              why + "; its reader is not responding and is tried again in " + log::in_words(verdict.pause));
    host_.phase = HostPhase::NotResponding;
    for (const auto& slot : slots_)
        slot->given_up();
    return verdict.pause;
}

// The handler is given a while to switch its cards off.
Awaitable<void> HostedDevice::close() {
    closing_ = true;
    opening_.fail(DriverError::DeviceGone);
    pause_.cancel();
    doubt_.reset();
    for (const auto& slot : slots_)
        slot->leave();
    if (host_.phase == HostPhase::Open) {
        const bool unplugged = !node_.empty() && ::access(node_.c_str(), F_OK) != 0;
        host_.link->send(host::Close{unplugged ? host::CloseReason::Unplugged : host::CloseReason::Released});
        host_.link->end_sending();
        host_.link->kill_at(step_, in(closing_time), "did not close its reader");
    } else if (host_.link) {
        host_.link->kill("was not wanted any more");
    }
    co_await ended_.wait();
    while (opening_.under_way() ||
           std::ranges::any_of(slots_, [](const auto& slot) { return slot->anybody_inside(); }))
        co_await asio::post(all_.loop, drivers::use_awaitable);
}

}  // namespace scrm::hosts
