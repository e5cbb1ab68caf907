#include "daemon/log/fault_limit.hpp"

#include <utility>

namespace scrm::log {

FaultLimit::Verdict FaultLimit::admit(TimePoint now) {
    if (written_ == 0 || now - began_ >= period_) {
        began_ = now;
        written_ = 1;
        return {true, std::exchange(left_out_, 0)};
    }
    if (written_ < lines_) {
        ++written_;
        return {true, 0};
    }
    ++left_out_;
    return {false, 0};
}

}  // namespace scrm::log
