Gem::Specification.new do |spec|
  spec.name = "debugger"
  spec.version = "1.0"
  spec.summary = "Of no use in production"
  spec.authors = ["Shop"]
  spec.files = []
end
