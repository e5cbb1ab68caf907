#include "daemon/sessions/user_quota.hpp"

#include <algorithm>
#include <utility>

namespace scrm::sessions {
namespace {

constexpr std::size_t index_of(Good good) {
    return static_cast<std::size_t>(good);
}

}  // namespace

UserQuota::Ticket::Ticket(std::shared_ptr<Account> account, Good good)
    : account_(std::move(account)), good_(good) {
    ++(*account_)[index_of(good_)];
}

UserQuota::Ticket& UserQuota::Ticket::operator=(Ticket&& other) noexcept {
    give_back();
    account_ = std::move(other.account_);
    good_ = other.good_;
    return *this;
}

void UserQuota::Ticket::give_back() {
    if (account_)
        --(*account_)[index_of(good_)];
    account_.reset();
}

UserQuota::UserQuota(UserShares shares) : shares_{shares.contexts, shares.handles, shares.waiting} {}

// An account lives as long as its tickets. Those that are left behind are swept up when a user comes, so
// there are never more than users that have ever been here at a time.
std::optional<UserQuota::Ticket> UserQuota::take(std::uint32_t uid, Good good) {
    const auto found = accounts_.find(uid);
    std::shared_ptr<Account> account = found == accounts_.end() ? nullptr : found->second.lock();
    if (!account) {
        account = std::make_shared<Account>();
        std::erase_if(accounts_, [](const auto& entry) { return entry.second.expired(); });
        accounts_[uid] = account;
    }
    const std::size_t most = share(good);
    if (most != 0 && (*account)[index_of(good)] >= most)
        return std::nullopt;
    return Ticket(std::move(account), good);
}

std::size_t UserQuota::share(Good good) const {
    return shares_[index_of(good)];
}

std::size_t UserQuota::used(std::uint32_t uid, Good good) const {
    const auto found = accounts_.find(uid);
    const auto account = found == accounts_.end() ? nullptr : found->second.lock();
    return account ? (*account)[index_of(good)] : 0;
}

std::size_t UserQuota::users() const {
    return static_cast<std::size_t>(
        std::ranges::count_if(accounts_, [](const auto& entry) { return !entry.second.expired(); }));
}

}  // namespace scrm::sessions
