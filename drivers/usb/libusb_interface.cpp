#include "drivers/usb/libusb_interface.hpp"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <utility>

namespace scrm::usb {
namespace {

using drivers::Awaitable;
using drivers::Deadline;

std::optional<Endpoint> find_endpoint(const InterfaceDescription& description, EndpointType type,
                                      std::uint8_t direction) {
    for (const Endpoint& each : description.interface.endpoints)
        if (each.type == type && (each.address & LIBUSB_ENDPOINT_DIR_MASK) == direction)
            return each;
    return {};
}

std::optional<std::uint8_t> address_of(const std::optional<Endpoint>& endpoint) {
    if (!endpoint)
        return {};
    return endpoint->address;
}

}  // namespace

LibusbInterface::LibusbInterface(const drivers::Executor& loop, std::shared_ptr<BlockingCall> calls,
                                 std::unique_ptr<UsbSession> session)
    : calls_(std::move(calls)),
      session_(std::move(session)),
      description_(session_->description()),
      call_wait_(std::make_shared<PipeWait>(loop)),
      closing_(std::make_shared<PipeWait>(loop)),
      home_{loop, session_->handle(), *calls_,
            [this] {
                call_wait_->wake();
                closing_->wake();
            },
            [this] { device_gone(); }},
      control_(home_),
      out_(home_, address_of(find_endpoint(description_, EndpointType::Bulk, LIBUSB_ENDPOINT_OUT))),
      in_(home_, find_endpoint(description_, EndpointType::Bulk, LIBUSB_ENDPOINT_IN)),
      interrupt_(home_, find_endpoint(description_, EndpointType::Interrupt, LIBUSB_ENDPOINT_IN)),
      events_(std::make_unique<UsbEvents>(loop, session_->context(), [this] { device_gone(); })) {
    calls_->add(*this);
    if (calls_->busy())
        events_->pause();
}

LibusbInterface::~LibusbInterface() {
    calls_->remove(*this);
}

void LibusbInterface::worker_enters() {
    if (events_ != nullptr)
        events_->pause();
}

void LibusbInterface::worker_left() {
    if (events_ != nullptr)
        events_->resume();
    for (UsbPipe* each : pipes_)
        each->look_again();
    home_.changed();
}

void LibusbInterface::device_gone() {
    gone_ = true;
    for (UsbPipe* each : pipes_)
        each->device_gone();
    call_wait_->device_gone();
}

Awaitable<Transferred> LibusbInterface::bulk_out(drivers::Bytes message, Deadline deadline) {
    return out_.send(message, deadline);
}

Awaitable<Transferred> LibusbInterface::bulk_in(drivers::MutableBytes room, Deadline deadline) {
    return in_.receive(room, deadline);
}

Awaitable<Transferred> LibusbInterface::interrupt_in(drivers::MutableBytes room) {
    return interrupt_.next(room);
}

Awaitable<Transferred> LibusbInterface::control_out(ControlRequest request, drivers::Bytes data,
                                                    Deadline deadline) {
    return control_.send(request, data, deadline);
}

Awaitable<Transferred> LibusbInterface::control_in(ControlRequest request, drivers::MutableBytes room,
                                                   Deadline deadline) {
    return control_.receive(request, room, deadline);
}

Awaitable<UsbStatus> LibusbInterface::clear_halt(Pipe pipe, Deadline deadline) {
    const EndpointType type = pipe == Pipe::InterruptIn ? EndpointType::Interrupt : EndpointType::Bulk;
    const std::uint8_t direction = pipe == Pipe::BulkOut ? LIBUSB_ENDPOINT_OUT : LIBUSB_ENDPOINT_IN;
    const auto endpoint = find_endpoint(description_, type, direction);
    if (pipe == Pipe::Control || !endpoint)
        co_return UsbStatus::Failed;
    const Call call = [address = endpoint->address](UsbSession& session) {
        return session.clear_halt(address);
    };
    const Pipes pipes{&this->pipe(pipe)};
    co_return co_await undisturbed(pipes, call, deadline);
}

Awaitable<UsbStatus> LibusbInterface::set_interface(std::uint8_t alternate, Deadline deadline) {
    const Call call = [alternate](UsbSession& session) { return session.set_interface(alternate); };
    const Pipes pipes{&out_, &in_, &interrupt_};
    co_return co_await undisturbed(pipes, call, deadline);
}

Awaitable<UsbStatus> LibusbInterface::reset(Deadline deadline) {
    const Call call = [](UsbSession& session) { return session.reset(); };
    const Pipes pipes = all_pipes();
    co_return co_await undisturbed(pipes, call, deadline);
}

Awaitable<UsbStatus> LibusbInterface::undisturbed(Pipes pipes, Call call, Deadline deadline) {
    if (gone_)
        co_return UsbStatus::Gone;
    for (UsbPipe* each : pipes)
        each->hold();
    UsbStatus status = co_await given_back(pipes, deadline);
    if (status == UsbStatus::Ok) {
        const std::function<int()> work = [session = session_, call] { return call(*session); };
        const auto result = co_await calls_->run(call_wait_, work, deadline);
        status = result ? status_of(*result) : UsbStatus::Timeout;
    }
    if (status == UsbStatus::Gone)
        device_gone();
    for (UsbPipe* each : pipes)
        each->release();
    co_return gone_ ? UsbStatus::Gone : status;
}

Awaitable<UsbStatus> LibusbInterface::given_back(Pipes pipes, Deadline deadline) {
    const auto under_way = call_wait_->begin();
    const auto* held = &pipes;
    const auto all_idle = [held] { return std::ranges::all_of(*held, &UsbPipe::idle); };
    co_return co_await call_wait_->until(all_idle, deadline);
}

bool LibusbInterface::anybody_inside() const {
    return call_wait_->under_way() || std::ranges::any_of(pipes_, &UsbPipe::under_way);
}

Awaitable<void> LibusbInterface::close() {
    device_gone();
    for (UsbPipe* each : pipes_)
        each->hold();
    const auto under_way = closing_->begin();
    const auto nothing_left = [this] {
        return !calls_->busy() && std::ranges::all_of(pipes_, &UsbPipe::idle);
    };
    (void)co_await closing_->until(nothing_left, Deadline::max());
    while (anybody_inside())
        co_await boost::asio::post(drivers::use_awaitable);
    events_.reset();
    for (UsbPipe* each : pipes_)
        each->retire();
    co_await give_session_back();
}

Awaitable<void> LibusbInterface::give_session_back() {
    const auto given_back = std::make_shared<bool>(false);
    calls_->ask([session = std::move(session_)]() mutable { session.reset(); },
                [this, given_back] {
                    *given_back = true;
                    closing_->wake();
                });
    const auto done = [flag = given_back.get()] { return *flag; };
    (void)co_await closing_->until(done, Deadline::max());
}

}  // namespace scrm::usb
