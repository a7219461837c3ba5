package search

// settle waits until no rebuild is under way.
func (x *Index) settle() {
	for {
		x.writing.Lock()
		r := x.rebuild
		x.writing.Unlock()
		if r == nil {
			return
		}
		<-r.done
	}
}
