#include <string>

#include "tests/unit/libpcsc-client/api.hpp"

using namespace scrm::client;
using namespace scrm::fakes;
using namespace scrm::ipc;

namespace {

using Buffer = std::vector<std::uint8_t>;

const Buffer apdu = {0x00, 0xA4, 0x04, 0x00};

/// Echoes the command and adds 9000.
void echo(ScriptedPeer& peer) {
    auto message = peer.expect<Transmit>();
    Buffer answer(message.payload.begin(), message.payload.end());
    answer.insert(answer.end(), {0x90, 0x00});
    message.recv_length = static_cast<std::uint32_t>(answer.size());
    message.recv_pci_protocol = 1;
    peer.reply(message);
    peer.send(answer);
}

void answer_transmit(ScriptedPeer& peer, ResultCode rv, std::uint32_t length) {
    auto message = peer.expect<Transmit>();
    message.rv = rv;
    message.recv_length = length;
    peer.reply(message);
}

}  // namespace

TEST_CASE("an APDU goes out and its response comes back, with the protocol header") {
    const WithCard with(echo);
    Buffer response(300);
    DWORD size = response.size();
    SCARD_IO_REQUEST header{9, 16};
    CHECK(SCardTransmit(with.card, SCARD_PCI_T1, apdu.data(), apdu.size(), &header, response.data(), &size) ==
          SCARD_S_SUCCESS);
    CHECK(size == 6);
    CHECK(response[4] == 0x90);
    CHECK(header.dwProtocol == 1);
    CHECK(header.cbPciLength == 16);
}

TEST_CASE("the request names protocol and room as a stock client does") {
    const WithCard with([](ScriptedPeer& peer) {
        const auto with_header = peer.expect<Transmit>();
        must(with_header.card == 5);
        must(with_header.send_pci_protocol == SCARD_PROTOCOL_RAW);
        must(with_header.send_pci_length == sizeof(SCARD_IO_REQUEST));
        must(with_header.recv_pci_protocol == 9);
        must(with_header.recv_pci_length == 17);
        must(with_header.recv_length == 300);
        Transmit empty = with_header;
        empty.recv_length = 0;
        peer.reply(empty);
        const auto without = peer.expect<Transmit>();
        must(without.recv_pci_protocol == SCARD_PROTOCOL_ANY);
        must(without.recv_pci_length == sizeof(SCARD_IO_REQUEST));
        must(without.recv_length == max_payload_size);
        peer.reply(empty);
    });
    Buffer response(70000);
    DWORD size = 300;
    SCARD_IO_REQUEST header{9, 17};
    CHECK(SCardTransmit(with.card, SCARD_PCI_RAW, apdu.data(), apdu.size(), &header, response.data(),
                        &size) == SCARD_S_SUCCESS);
    size = response.size();
    CHECK(SCardTransmit(with.card, SCARD_PCI_RAW, apdu.data(), apdu.size(), nullptr, response.data(),
                        &size) == SCARD_S_SUCCESS);
    CHECK(size == 0);
}

TEST_CASE("a response that does not fit tells its length; another failure tells 0") {
    const WithCard with([](ScriptedPeer& peer) {
        answer_transmit(peer, ResultCode::InsufficientBuffer, 258);
        answer_transmit(peer, ResultCode::ResetCard, 258);
    });
    Buffer response(2);
    SCARD_IO_REQUEST header{9, 16};
    DWORD size = 2;
    CHECK(SCardTransmit(with.card, SCARD_PCI_T0, apdu.data(), 4, &header, response.data(), &size) ==
          SCARD_E_INSUFFICIENT_BUFFER);
    CHECK(size == 258);
    size = 2;
    CHECK(SCardTransmit(with.card, SCARD_PCI_T0, apdu.data(), 4, &header, response.data(), &size) ==
          SCARD_W_RESET_CARD);
    CHECK(size == 0);
    CHECK(header.dwProtocol == 9);
}

TEST_CASE("a transmission is repeated whole while somebody else holds the card") {
    const WithCard with([](ScriptedPeer& peer) {
        answer_transmit(peer, ResultCode::SharingViolation, 0);
        echo(peer);
    });
    Buffer response(300);
    DWORD size = response.size();
    CHECK(SCardTransmit(with.card, SCARD_PCI_T1, apdu.data(), apdu.size(), nullptr, response.data(), &size) ==
          SCARD_S_SUCCESS);
    CHECK(size == 6);
}

TEST_CASE("arguments of SCardTransmit are checked before the daemon is asked") {
    const WithCard with([](ScriptedPeer&) {});
    Buffer buffer(max_payload_size + 1);
    DWORD size = 10;
    BYTE* const bytes = buffer.data();
    CHECK(SCardTransmit(with.card, nullptr, bytes, 4, nullptr, bytes, &size) == SCARD_E_INVALID_PARAMETER);
    CHECK(SCardTransmit(with.card, SCARD_PCI_T0, nullptr, 4, nullptr, bytes, &size) ==
          SCARD_E_INVALID_PARAMETER);
    CHECK(SCardTransmit(with.card, SCARD_PCI_T0, bytes, 4, nullptr, nullptr, &size) ==
          SCARD_E_INVALID_PARAMETER);
    CHECK(SCardTransmit(with.card, SCARD_PCI_T0, bytes, 4, nullptr, bytes, nullptr) ==
          SCARD_E_INVALID_PARAMETER);
    CHECK(SCardTransmit(with.card, SCARD_PCI_T0, bytes, buffer.size(), nullptr, bytes, &size) ==
          SCARD_E_INSUFFICIENT_BUFFER);
    CHECK(size == 10);
}

TEST_CASE("a control command goes to the reader and its answer comes back") {
    const WithCard with([](ScriptedPeer& peer) {
        auto message = peer.expect<Control>();
        must(message.control_code == 0x42000001);
        must(Buffer(message.payload.begin(), message.payload.end()) == apdu);
        must(message.recv_length == 10);
        message.bytes_returned = 2;
        peer.reply(message);
        peer.send(Buffer{7, 8});
    });
    Buffer answer(10);
    DWORD size = 9;
    CHECK(SCardControl(with.card, 0x42000001, apdu.data(), apdu.size(), answer.data(), answer.size(),
                       &size) == SCARD_S_SUCCESS);
    CHECK(size == 2);
    CHECK(answer[1] == 8);
}

TEST_CASE("a control command may have nothing to say and want no answer") {
    const WithCard with([](ScriptedPeer& peer) {
        auto message = peer.expect<Control>();
        must(message.recv_length == 0);
        message.rv = ResultCode::UnsupportedFeature;
        peer.reply(message);
    });
    CHECK(SCardControl(with.card, 1, nullptr, 0, nullptr, 300, nullptr) == SCARD_E_UNSUPPORTED_FEATURE);
    CHECK(SCardControl(with.card, 1, nullptr, 5, nullptr, 0, nullptr) == SCARD_E_INVALID_PARAMETER);
    CHECK(SCardControl(with.card, 1, apdu.data(), max_payload_size + 1, nullptr, 0, nullptr) ==
          SCARD_E_INSUFFICIENT_BUFFER);
}

TEST_CASE("an attribute is asked for with all the room there is, so that its length is known") {
    const WithCard with([](ScriptedPeer& peer) {
        for (int i = 0; i < 4; ++i) {
            auto message = peer.expect<GetAttribute>();
            must(message.id == 0x00090303);
            must(message.length == attribute_size);
            message.length = 3;
            message.value = {1, 2, 3};
            peer.reply(message);
        }
    });
    std::array<BYTE, 8> value{};
    DWORD size = value.size();
    CHECK(SCardGetAttrib(with.card, 0x00090303, value.data(), &size) == SCARD_S_SUCCESS);
    CHECK(size == 3);
    CHECK(value == std::array<BYTE, 8>{1, 2, 3});
    size = 2;
    CHECK(SCardGetAttrib(with.card, 0x00090303, value.data(), &size) == SCARD_E_INSUFFICIENT_BUFFER);
    CHECK(size == 3);
    size = 0;
    CHECK(SCardGetAttrib(with.card, 0x00090303, nullptr, &size) == SCARD_S_SUCCESS);
    CHECK(size == 3);
    size = SCARD_AUTOALLOCATE;
    BYTE* allocated = nullptr;
    CHECK(SCardGetAttrib(with.card, 0x00090303, reinterpret_cast<LPBYTE>(&allocated), &size) ==
          SCARD_S_SUCCESS);
    CHECK(allocated[2] == 3);
    CHECK(SCardFreeMemory(with.context, allocated) == SCARD_S_SUCCESS);
}

TEST_CASE("an attribute longer than any is nonsense") {
    const WithCard with([](ScriptedPeer& peer) {
        auto message = peer.grant<GetAttribute>();
        static_cast<void>(message);
        auto again = peer.expect<GetAttribute>();
        again.length = 265;
        peer.reply(again);
    });
    std::array<BYTE, 264> value{};
    DWORD size = value.size();
    CHECK(SCardGetAttrib(with.card, 1, value.data(), &size) == SCARD_S_SUCCESS);
    CHECK(SCardGetAttrib(with.card, 1, value.data(), &size) == SCARD_F_COMM_ERROR);
}

TEST_CASE("arguments of the attribute calls are checked before the daemon is asked") {
    const WithCard with([](ScriptedPeer&) {});
    std::array<BYTE, 300> value{};
    DWORD size = 265;
    CHECK(SCardGetAttrib(with.card, 1, value.data(), &size) == SCARD_E_INSUFFICIENT_BUFFER);
    CHECK(SCardGetAttrib(with.card, 1, value.data(), nullptr) == SCARD_E_INVALID_PARAMETER);
    size = SCARD_AUTOALLOCATE;
    CHECK(SCardGetAttrib(with.card, 1, nullptr, &size) == SCARD_E_INVALID_PARAMETER);
    CHECK(SCardSetAttrib(with.card, 1, nullptr, 1) == SCARD_E_INVALID_PARAMETER);
    CHECK(SCardSetAttrib(with.card, 1, value.data(), 0) == SCARD_E_INVALID_PARAMETER);
    CHECK(SCardSetAttrib(with.card, 1, value.data(), 265) == SCARD_E_INSUFFICIENT_BUFFER);
}

TEST_CASE("an attribute is set") {
    const WithCard with([](ScriptedPeer& peer) {
        const auto message = peer.grant<SetAttribute>();
        must(message.id == 7);
        must(message.length == 2);
        must(message.value[1] == 'b');
    });
    CHECK(SCardSetAttrib(with.card, 7, reinterpret_cast<LPCBYTE>("ab"), 2) == SCARD_S_SUCCESS);
}
