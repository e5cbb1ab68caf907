// Commands to the card and to its reader, status and attributes.
#include <algorithm>
#include <cstring>

#include "daemon/log/log.hpp"
#include "daemon/readers/protocol_choice.hpp"
#include "daemon/sessions/apdu_log.hpp"
#include "daemon/sessions/session.hpp"
#include "drivers/api/control_codes.hpp"

namespace scrm::sessions {
namespace {

using ipc::ResultCode;

// In the header of an answer a protocol is named by its T, not by its bit.
std::uint32_t to_answer_protocol(std::uint32_t mask) {
    return mask == readers::protocol_mask::t1 ? 1 : 0;
}

// What the client has room for; the length that was needed otherwise.
ResultCode fit(const readers::Answer& answer, std::uint32_t room) {
    if (answer.code == ResultCode::Success && answer.bytes.size() > room)
        return ResultCode::InsufficientBuffer;
    return answer.code;
}

ipc::Bytes if_successful(ResultCode code, ipc::Bytes bytes) {
    return code == ResultCode::Success ? bytes : ipc::Bytes{};
}

}  // namespace

Next Session::on(const ipc::Status& request) {
    const readers::HandlePtr handle = own(request.card);
    if (!handle)
        return Next::Close;
    const ResultCode code = noted(handle->slot->status(*handle), *handle);
    const bool with_record = dialect_ == ipc::Dialect::Scrm && code == ResultCode::Success;
    return reply(ipc::Status{request.card, code},
                 with_record ? house_.registry.board().record(handle->slot->position()) : ipc::Bytes{});
}

Later Session::on(ipc::Transmit request) {
    const readers::HandlePtr handle = own(request.card);
    if (!handle)
        co_return Next::Close;
    if (house_.apdu_log == ApduLog::Redacted)
        log::info(handle->slot->name(), " <- ", command_for_log(request.payload));
    const readers::Answer answer =
        co_await handle->slot->transmit(handle, request.send_pci_protocol, request.payload);
    if (house_.apdu_log == ApduLog::Redacted)
        log::info(handle->slot->name(), " -> ", answer_for_log(answer.bytes));
    request.rv = noted(fit(answer, request.recv_length), *handle);
    request.recv_length = static_cast<std::uint32_t>(answer.bytes.size());
    request.recv_pci_protocol = to_answer_protocol(handle->protocol);
    co_return reply(request, if_successful(request.rv, answer.bytes));
}

// What the settings say of the reader's maker's commands; null: nothing, or it is none of them.
const access::Rule* Session::escape_rule(std::uint32_t code, const readers::CardHandle& handle) const {
    if (!peer_.caller || drivers::control_kind(code) != drivers::ControlKind::Escape)
        return nullptr;
    return house_.access.on_escape(*peer_.caller, handle.slot->name());
}

Later Session::on(ipc::Control request) {
    const readers::HandlePtr handle = own(request.card);
    if (!handle)
        co_return Next::Close;
    const access::Rule* rule = escape_rule(request.control_code, *handle);
    if (rule && rule->verdict == access::Verdict::Deny) {
        request.rv = forbidden(*rule, handle->slot->name());
        request.bytes_returned = 0;
        co_return reply(request);
    }
    const auto trust = rule ? readers::Trust::MayEscape : readers::Trust::Ordinary;
    const readers::Answer answer =
        co_await handle->slot->control(handle, request.control_code, request.payload, trust);
    request.rv = noted(fit(answer, request.recv_length), *handle);
    request.bytes_returned = static_cast<std::uint32_t>(answer.bytes.size());
    co_return reply(request, if_successful(request.rv, answer.bytes));
}

Later Session::on(ipc::GetAttribute request) {
    const readers::HandlePtr handle = own(request.card);
    if (!handle)
        co_return Next::Close;
    const readers::Answer answer = co_await handle->slot->get_attribute(handle, request.id);
    const auto room = std::min<std::uint32_t>(request.length, ipc::attribute_size);
    request.rv = noted(fit(answer, room), *handle);
    request.length = static_cast<std::uint32_t>(answer.bytes.size());
    request.value = {};
    std::ranges::copy(if_successful(request.rv, answer.bytes), request.value.begin());
    co_return reply(request);
}

Later Session::on(ipc::SetAttribute request) {
    const readers::HandlePtr handle = own(request.card);
    if (!handle)
        co_return Next::Close;
    if (request.length > ipc::attribute_size) {
        request.rv = ResultCode::InsufficientBuffer;
        co_return reply(request);
    }
    const auto value = ipc::Bytes(request.value).first(request.length);
    request.rv = co_await handle->slot->set_attribute(handle, request.id, value);
    request.rv = noted(request.rv, *handle);
    co_return reply(request);
}

}  // namespace scrm::sessions
