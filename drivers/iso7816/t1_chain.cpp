#include "drivers/iso7816/t1_chain.hpp"

#include <algorithm>

#include "drivers/iso7816/apdu.hpp"
#include "drivers/iso7816/wipe.hpp"

namespace scrm::iso7816 {

void T1OutgoingChain::load(Bytes command) {
    bytes_.assign(command.begin(), command.end());
    rewind();
}

void T1OutgoingChain::rewind() {
    acknowledged_ = 0;
    part_ = 0;
}

void T1OutgoingChain::advance(std::uint8_t ifsc) {
    acknowledged_ += part_;
    part_ = std::min<std::size_t>(bytes_.size() - acknowledged_, ifsc);
}

void T1OutgoingChain::wipe() {
    iso7816::wipe(bytes_);
    rewind();
}

void T1IncomingChain::clear() {
    bytes_.clear();
    too_long_ = false;
}

void T1IncomingChain::add(Bytes part) {
    too_long_ = too_long_ || bytes_.size() + part.size() > max_response;
    if (too_long_)
        bytes_.clear();
    else
        bytes_.insert(bytes_.end(), part.begin(), part.end());
}

}  // namespace scrm::iso7816
