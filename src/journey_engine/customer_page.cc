#include "journey_engine/customer_page.h"

#include <algorithm>

namespace throughline::journey_engine {

void CustomerPage::add(CustomerId customer) {
  ++total_;
  if (customer > after_) {
    keep(customer);
  }
}

void CustomerPage::keep(CustomerId customer) {
  if (kept_.size() < limit_) {
    kept_.push(customer);
  } else if (limit_ > 0 && customer < kept_.top()) {
    kept_.pop();
    kept_.push(customer);
  }
}

void CustomerPage::merge(const CustomerPage& other) {
  total_ += other.total_;
  for (auto left = other.kept_; !left.empty(); left.pop()) {
    keep(left.top());
  }
}

std::vector<CustomerId> CustomerPage::customers() const {
  std::vector<CustomerId> customers;
  for (auto left = kept_; !left.empty(); left.pop()) {
    customers.push_back(left.top());
  }
  std::reverse(customers.begin(), customers.end());
  return customers;
}

}  // namespace throughline::journey_engine
