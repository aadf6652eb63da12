Gem::Specification.new do |spec|
  spec.name = "counter"
  spec.version = "1.0"
  spec.summary = "Counts in C"
  spec.authors = ["Shop"]
  spec.files = ["lib/counter.rb", "ext/counter/counter.c"]
  spec.extensions = ["ext/counter/extconf.rb"]
end
